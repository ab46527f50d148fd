import { z } from 'zod'

/**
 * A rehearsal as a file that can be shared: an invented town, invented people and what they post, by the second.
 * Times are seconds from the start of the scenario. Unknown members are refused, so that a typing mistake is seen.
 */

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/i, 'letters, digits, - and _ only, 60 at most')
const seconds = z
  .number()
  .min(0)
  .max(7 * 86_400)

const Place = z.strictObject({
  id,
  name: z.string().min(1),
  /** Other names people use, the Welsh one among them. */
  also: z.array(z.string().min(1)).default([]),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  kind: z.string().optional(),
})

const Town = z.strictObject({
  name: z.string().min(1),
  /** Code of the invented area (kind 'exercise') that an exercise organisation is given. */
  area: z.string().min(1),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  places: z.array(Place).min(1),
  about: z.string().optional(),
})

export const personKinds = ['media', 'official', 'charity', 'business', 'eyewitness', 'public'] as const

const ScenarioPerson = z.strictObject({
  handle: z.string().regex(/^[\p{L}\p{N}._-]{1,64}$/u, 'a handle without @'),
  name: z.string().min(1).max(120),
  kind: z.enum(personKinds),
  bio: z.string().max(500).default(''),
  /** The outlet's or body's own invented site, such as `arrelbridgeargus.example`. */
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.example$/, 'invented domains end in .example')
    .optional(),
  lang: z.string().optional(),
})

const ScenarioMedia = z.strictObject({
  kind: z.enum(['image', 'video', 'audio', 'other']).default('image'),
  alt: z.string().nullable().default(null),
})

const ScenarioLink = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  title: z.string().optional(),
})

const ScenarioPost = z.strictObject({
  id,
  /** Seconds from the start; for a post that waits for a trigger, seconds after the trigger fired. */
  at: seconds,
  by: z.string(),
  /** May be left out only when `copyOf` names a post whose text is repeated word for word. */
  text: z.string().min(1).max(3_000).optional(),
  lang: z.string().optional(),
  contentWarning: z.string().optional(),
  replyTo: id.optional(),
  copyOf: id.optional(),
  /** Posts about one story carry the same thread id; for facilitators, never shown to players. */
  thread: id.optional(),
  media: z.array(ScenarioMedia).default([]),
  links: z.array(ScenarioLink).default([]),
  poll: z.array(z.string().min(1)).default([]),
  /** The trigger this post waits for. Without one it plays by the clock. */
  trigger: id.optional(),
})

const ScenarioTrigger = z.strictObject({
  id,
  title: z.string().min(1),
  /** Fires at a time, or when a person playing does something (the word is the slice's event type). */
  on: z.union([z.strictObject({ at: seconds }), z.strictObject({ does: z.string().min(1) })]),
  /** What the facilitator is told when it fires. */
  note: z.string().optional(),
})

const ScenarioFile = z.strictObject({
  format: z.literal('folkmoot-scenario/1'),
  id,
  title: z.string().min(1),
  description: z.string().min(1),
  /** Every text shown outside the desk begins with this. */
  prefix: z.string().default('EXERCISE'),
  licence: z.string().optional(),
  town: Town,
  clock: z.strictObject({
    /** How long the scenario lasts, in seconds. */
    length: seconds.min(1),
    /** What the clock on the wall says at second 0, such as `2026-02-14T13:00`; local time, for show. */
    starts: z.string().optional(),
    speed: z.number().positive().max(600).default(1),
  }),
  people: z.array(ScenarioPerson).min(1),
  posts: z.array(ScenarioPost).min(1).max(50_000),
  triggers: z.array(ScenarioTrigger).default([]),
})

export type Scenario = z.infer<typeof ScenarioFile>
export type ScenarioPost = z.infer<typeof ScenarioPost>
export type ScenarioPerson = z.infer<typeof ScenarioPerson>

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; problems: string[] }

/**
 * Checks a parsed scenario file: its shape, then that everything it names exists (people, triggers, posts answered
 * or copied, which must come earlier) and that no id is used twice. Problems are sentences that name the place.
 * Posts come back in playing order (by time, then as written).
 */
export function readScenario(file: unknown): ReadScenario {
  const parsed = ScenarioFile.safeParse(file)
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((i) => `${i.path.join('.') || 'the file'}: ${i.message}`),
    }
  }
  const scenario = parsed.data
  const problems = [...namesTwice(scenario), ...namesNothing(scenario)]
  if (problems.length > 0) return { ok: false, problems }
  const posts = scenario.posts.map((post, n) => ({ post, n }))
  posts.sort((a, b) => a.post.at - b.post.at || a.n - b.n)
  return { ok: true, scenario: { ...scenario, posts: posts.map((p) => p.post) } }
}

function namesTwice(s: Scenario): string[] {
  const problems: string[] = []
  const lists: [string, string[]][] = [
    ['people', s.people.map((p) => p.handle)],
    ['posts', s.posts.map((p) => p.id)],
    ['triggers', s.triggers.map((t) => t.id)],
    ['places', s.town.places.map((p) => p.id)],
  ]
  for (const [list, names] of lists) {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) problems.push(`${list}: ${name} is there twice`)
      seen.add(name)
    }
  }
  return problems
}

function namesNothing(s: Scenario): string[] {
  const problems: string[] = []
  const people = new Set(s.people.map((p) => p.handle))
  const triggers = new Set(s.triggers.map((t) => t.id))
  const posts = new Map(s.posts.map((p) => [p.id, p]))
  for (const post of s.posts) {
    const say = (what: string) => problems.push(`posts.${post.id}: ${what}`)
    if (!people.has(post.by)) say(`nobody is called ${post.by}`)
    if (post.trigger && !triggers.has(post.trigger)) say(`there is no trigger ${post.trigger}`)
    if (!post.text && !post.copyOf) say('it has neither text nor copyOf')
    if (!post.trigger && post.at > s.clock.length) say('it comes after the end of the clock')
    for (const [member, named] of [
      ['replyTo', post.replyTo],
      ['copyOf', post.copyOf],
    ] as const) {
      if (!named) continue
      const other = posts.get(named)
      if (!other) say(`${member} names ${named}, which is not there`)
      else if (other === post || (!post.trigger && !other.trigger && other.at > post.at))
        say(`${member} names ${named}, which comes later`)
      else if (member === 'copyOf' && !post.text && !other.text)
        say(`copyOf names ${named}, which has no text of its own`)
    }
  }
  for (const t of s.triggers) {
    if ('at' in t.on && t.on.at > s.clock.length)
      problems.push(`triggers.${t.id}: it comes after the end of the clock`)
  }
  return problems
}
