/**
 * T6a: who may do what. Every route (read from the files that make them) and every command (read from what the slices
 * export) is tried by everybody: nobody signed in, the four roles, and who runs another organisation on the same
 * machine, and an officer of one unit below the top (`local`). `docs/authz.csv` says what must come out; a route or command without a line fails. Control: the same
 * commands with a person whose rights were made up say yes. `--write` adds lines for
 * what is new; read them before they are kept.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Ctx, Role } from '../../server/platform/context.ts'
import { ROLES } from '../../server/platform/identity/index.ts'
import { ask, stateOf } from './ask.ts'
import { callsOf, MARKER, type Things, thingsOf } from './commands.ts'
import { check, quick } from './report.ts'
import { addressOf, everyRoute, type Route } from './routes.ts'
import { type Someone, type World, withFolkmoot } from './serve.ts'

const root = path.resolve(import.meta.dirname, '../..')
const TABLE = path.join(root, 'docs/authz.csv')
const WHO = ['anonymous', 'viewer', 'officer', 'approver', 'administrator', 'local', 'other'] as const
type Who = (typeof WHO)[number]
type Cells = Partial<Record<Who, string>>
const HEADER = `kind,name,${WHO.join(',')}`
const EDGE: Route[] = [
  { method: 'GET', name: '/live' },
  { method: 'GET', name: '/health' },
]

/** What a page's server answers those who may not: sign in first, refused, not there. */
function routeAnswer(route: Route, status: number, location: string | undefined): 'yes' | 'no' {
  if (status === 303 && route.name !== '/sign-out' && /^\/(sign-in|set-up)\b/.test(location ?? ''))
    return 'no'
  return status === 401 || status === 403 || status === 404 ? 'no' : 'yes'
}

/** Something of the live organisation's to ask the route about. */
async function aimOf(world: World, name: string, someone: Someone | null) {
  const things = thingsOf(world)
  const person = !/\[person\]/.test(name)
    ? ''
    : /\/end$/.test(name)
      ? world.people.viewer.id
      : await (/enable/.test(name) ? things.disabled() : things.person())
  const search = /search|panel|rows|pulse|column|cards/.test(name) ? await things.search() : ''
  const source = /source/.test(name) ? await things.source() : ''
  const post = /post|cards/.test(name) ? await things.post() : ''
  const unit = /units/.test(name) ? await things.unit() : world.root
  // Whose session is ended: one's own on one's own page, the person's on theirs.
  const own = someone && (await world.serving.app.identity.sessionFromCookie(someone.token))
  const session =
    name.startsWith('/you') && own ? own.session.id : await things.sessionOf(world.people.viewer)
  // A preview is its maker's own.
  const begun =
    own && name === '/listen/searches/preview'
      ? await world.serving.app.listen.startPreview(await world.ctx(someone), {
          query: `flood${Math.random().toString(36).slice(2)}`,
          lawfulBasis: 'public-task',
        })
      : null
  const preview = begun?.ok ? begun.value.id : ''
  return { person, search, source, post, unit, session, id: preview || post || source || search }
}

/** What only an exercise has: its clock, and what can be made to happen in it. */
const IN_EXERCISE = /\?\/(clockPause|clockResume|speed|seek|fire)$/

/** The exercise as if it were ours, and ours as if it were the other's. */
const turned = (world: World): World => ({
  ...world,
  organisation: world.exercise.organisation,
  root: world.exercise.root,
  people: world.exercise.people,
  local: world.exercise.local,
  exercise: world,
})

async function tryRoute(world: World, route: Route, who: Who): Promise<string> {
  const inExercise = IN_EXERCISE.test(route.name)
  const place = inExercise ? turned(world) : world
  const someone = who === 'anonymous' ? null : await personOf(place, who)
  const { unit, session, ...aim } = await aimOf(world, route.name, someone)
  if (inExercise) aim.id = await exerciseSource(world)
  const headers: Record<string, string> = {
    accept: 'text/html',
    origin: world.origin,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (someone) headers['cookie'] = `folkmoot=${someone.token}`
  const fields = {
    ...aim,
    name: `Name ${Math.random()}`,
    parent: world.root,
    unit,
    role: 'viewer',
    email: `${Math.random()}@council.test`,
    timeZone: 'Europe/London',
    right: `viewer ${world.root}`,
    session,
    to: '/',
    columns: '[]',
    label: 'tone',
    value: 'negative',
    query: `flood${Math.random().toString(36).slice(2)}`,
    purpose: 'To hear about flooding in our area.',
    lawfulBasis: 'public-task',
    retentionDays: '28',
    kind: 'immediate',
    reason: 'A threat to life was reported to us.',
    handle: 'someone.test',
  }
  const body = route.method === 'GET' ? undefined : new URLSearchParams(fields).toString()
  const params = new URLSearchParams({ ...aim, ids: aim.id, correct: aim.post, views: 'outlets' })
  const query = route.name.includes('?') ? '' : `?${params}`
  const address = `${world.origin}${addressOf(route.name, { ...aim, token: 'x'.repeat(64) })}${query}`
  const answer = await ask(address, { method: route.method, headers, body })
  if (answer.status >= 500) return `error ${answer.status}`
  if (who === 'other' && answer.body.includes(MARKER)) return 'LEAKS'
  return routeAnswer(route, answer.status, answer.headers.location)
}

async function exerciseSource(world: World): Promise<string> {
  const ctx = await world.ctx(world.exercise.people.administrator)
  const listed = await world.serving.app.listen.listSources(ctx)
  return (listed.ok && listed.value[0]?.id) || ''
}

/** A cookie nobody has used: what one route does to a session must not reach the next. */
const personOf = (world: World, who: Exclude<Who, 'anonymous'>): Promise<Someone> =>
  who === 'other'
    ? world.signInAgain(world.exercise.people.administrator, world.exercise.organisation)
    : world.signInAgain(who === 'local' ? world.local : world.people[who], world.organisation)

async function tryCommand(world: World, name: string, ctx: Ctx, ours: boolean): Promise<string> {
  const result = (await callsOf(world)[name]!(ctx, thingsOf(world))) as {
    ok: boolean
    refusal?: { kind: string }
  }
  if (!ours) return JSON.stringify(result).includes(MARKER) ? 'LEAKS' : 'no'
  return !result.ok && /^not-/.test(result.refusal!.kind) ? 'no' : 'yes'
}

/** The context of somebody, in the organisation that the command is about. */
async function ctxOf(world: World, name: string, who: Exclude<Who, 'anonymous'>): Promise<Ctx> {
  const inExercise = name.startsWith('exercise.')
  const [mine, theirs] = inExercise ? [world.exercise, world] : [world, world.exercise]
  const someone =
    who === 'other' ? theirs.people.administrator : who === 'local' ? mine.local : mine.people[who]
  return world.ctx(
    await world.signInAgain(someone, who === 'other' ? theirs.organisation : mine.organisation),
  )
}

await check('T6a', () =>
  withFolkmoot(async (world) => {
    const expected = readTable()
    const lines: [string, Cells][] = []
    const routes = [...everyRoute(root), ...EDGE]
    for (const route of routes) {
      const cells: Cells = {}
      for (const who of WHO) cells[who] = await tryRoute(world, route, who)
      lines.push([`${route.method},${route.name}`, cells])
    }
    const calls = callsOf(world)
    let controls = 0
    for (const name of Object.keys(calls)) {
      const cells: Cells = { anonymous: '-' }
      for (const who of WHO.slice(1) as Exclude<Who, 'anonymous'>[]) {
        const ctx = await ctxOf(world, name, who)
        cells[who] = await tryCommand(world, name, ctx, who !== 'other')
      }
      lines.push([`command,${name}`, cells])
    }
    const crossed = await otherChangesNothing(world)
    const broken = await nonsense(world, routes)
    // Control: rights that nobody granted, put into the context by hand, where the command trusts what it is given.
    const viewer = await ctxOf(world, 'listen.saveSearch', 'viewer')
    const made = ROLES.map((role: Role) => ({ role, unit: world.root, account: null, path: [world.root] }))
    const forged: Ctx = { ...viewer, person: { ...viewer.person, rights: made } }
    for (const name of [
      'listen.saveSearch',
      'listen.addSource',
      'listen.correctLabel',
      'listen.exportArchive',
    ])
      if (
        (await tryCommand(world, name, viewer, true)) === 'no' &&
        (await tryCommand(world, name, forged, true)) === 'yes'
      )
        controls++

    const exported = exportedNames(world)
    const known = new Set([...expected.keys(), ...lines.map(([key]) => key)])
    const unlisted = exported.filter(
      (name) => !known.has(`command,${name}`) && !expected.has(`internal,${name}`),
    )
    if (process.argv.includes('--write')) complete(lines, unlisted, expected)
    const differences: string[] = []
    let cellsTested = 0
    const missing: string[] = []
    for (const [key, cells] of lines) {
      const line = expected.get(key)
      if (!line) missing.push(key)
      for (const who of WHO) {
        if (cells[who] === '-') continue
        cellsTested++
        if (line && line[who] !== cells[who])
          differences.push(`${key} ${who}: is ${cells[who]}, should be ${line[who]}`)
      }
    }
    const stale = [...expected.keys()].filter(
      (key) => !key.startsWith('internal,') && !lines.some(([other]) => other === key),
    )
    const problems = [
      ...differences,
      ...missing.map((key) => `no line: ${key}`),
      ...unlisted.map((name) => `no line: ${name}`),
      ...stale.map((key) => `no such thing: ${key}`),
      ...crossed,
      ...broken,
    ]
    if (problems.length > 0) process.stderr.write(`${problems.join('\n')}\n`)
    return {
      pass: problems.length === 0,
      cases: cellsTested,
      routes: routes.length,
      commands: Object.keys(calls).length,
      differences: differences.length,
      without_a_line: missing.length + unlisted.length,
      stale_lines: stale.length,
      crossed_organisations: crossed.length,
      broken_by_nonsense: broken.length,
      control_failed: controls === 4,
    }
  }),
)
process.exit()

/**
 * Whoever runs another organisation calls every command on our things, then sends every form: nothing of ours may be
 * different afterwards.
 */
async function otherChangesNothing(world: World): Promise<string[]> {
  const calls = callsOf(world)
  // The things to try on are made first, by ourselves; then they stand still.
  const things = thingsOf(world)
  const made = {
    search: await things.search(),
    source: await things.source(),
    post: await things.post(),
    unit: await things.unit(),
    person: await things.person(),
    disabled: await things.disabled(),
  }
  const session = await things.sessionOf(world.people.viewer)
  const still = {
    world,
    ...Object.fromEntries(Object.entries(made).map(([name, one]) => [name, async () => one])),
  }
  const before = await stateOf(world.serving.app.db, world.organisation.id)
  for (const name of Object.keys(calls)) {
    if (name.startsWith('exercise.') || name === 'listen.getPreview') continue
    const ctx = await ctxOf(world, name, 'other')
    await calls[name]!(ctx, { ...still, sessionOf: async () => session } as unknown as Things)
  }
  const lines = before.split('\n')
  const after = (await stateOf(world.serving.app.db, world.organisation.id)).split('\n')
  return after
    .filter((line, at) => line !== lines[at] && !line.startsWith('sessions '))
    .map((line) => `another organisation changed ${line.split(' ')[0]}`)
}

/** Every route asked about things that cannot be: refused, never broken. Returns those that broke. */
async function nonsense(world: World, routes: Route[]): Promise<string[]> {
  const broken: string[] = []
  const words = quick ? ['x'] : ['x', '00000000-0000-0000-0000-000000000000', "' or 1=1 --"]
  for (const { method, name } of routes.filter((route) => route.name !== '/live'))
    for (const word of words) {
      const fields = Object.fromEntries(
        'id person unit parent role right session search source post ids correct name email to label value columns views q from before after'
          .split(' ')
          .map((field) => [field, word]),
      )
      const headers = {
        cookie: `folkmoot=${(await personOf(world, 'administrator')).token}`,
        accept: 'text/html',
        origin: world.origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      }
      const escaped = encodeURIComponent(word)
      const to = addressOf(name, { id: escaped, person: escaped, token: escaped })
      const query = new URLSearchParams(fields).toString()
      const url = `${world.origin}${to}${method === 'GET' ? `?${query}` : ''}`
      const answer = await ask(url, { method, headers, body: method === 'GET' ? undefined : query })
      if (answer.status >= 500 && name !== '/health')
        broken.push(`${method} ${name} with ${word}: ${answer.status}`)
    }
  return broken
}

/** Every function that a slice lets out of its door. */
function exportedNames(world: World): string[] {
  const { estate, listen, exercise } = world.serving.app
  return Object.entries({ estate, listen, exercise }).flatMap(([slice, door]) =>
    Object.entries(door)
      .filter(([, thing]) => typeof thing === 'function')
      .map(([name]) => (name === 'beginExercise' ? 'exercise.beginExercise' : `${slice}.${name}`)),
  )
}

function readTable(): Map<string, Record<Who, string>> {
  const table = new Map<string, Record<Who, string>>()
  let text = ''
  try {
    text = readFileSync(TABLE, 'utf8')
  } catch {
    return table
  }
  for (const line of text.split('\n').slice(1)) {
    if (line.trim() === '') continue
    const [kind, name, ...cells] = line.split(',')
    table.set(
      `${kind},${name}`,
      Object.fromEntries(WHO.map((who, at) => [who, cells[at] ?? ''])) as Record<Who, string>,
    )
  }
  return table
}

/** Adds lines for what has none and takes out those of what is gone; what a line says is never changed by this. */
function complete(
  lines: [string, Cells][],
  unlisted: string[],
  expected: Map<string, Record<Who, string>>,
): void {
  const rows = lines.map(
    ([key, cells]) => `${key},${WHO.map((who) => (expected.get(key) ?? cells)[who]).join(',')}`,
  )
  const kept = [...expected.keys()].filter((key) => key.startsWith('internal,')).map((key) => key.slice(9))
  const internal = [...new Set([...kept, ...unlisted])].sort().map((name) => `internal,${name},-,-,-,-,-,-,-`)
  writeFileSync(TABLE, `${[HEADER, ...rows, ...internal].join('\n')}\n`)
}
