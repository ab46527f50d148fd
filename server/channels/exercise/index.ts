/**
 * Exercise: a network that reaches nobody. Plays a scenario file by its own clock, for rehearsal, demonstration and
 * tests. It is given no network and uses none.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  aborted,
  type Batch,
  type Channel,
  type ListenIo,
  pause,
  problemsOf,
  quiet,
  type Rehearsal,
  type RehearsalState,
  type ScenarioSummary,
  said,
  unreadableSettings,
} from '../channel.ts'
import { Player, type Position } from './player.ts'
import { readScenario, type Scenario } from './scenario.ts'
import { toPost } from './translate.ts'

const folder = new URL('./scenarios/', import.meta.url)

/** The scenarios that come with the house, by id. A file that cannot be read is a bug, and throws. */
export function loadScenarios(from: URL = folder): Map<string, Scenario> {
  const scenarios = new Map<string, Scenario>()
  for (const file of readdirSync(from)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const read = readScenario(JSON.parse(readFileSync(new URL(file, from), 'utf8')))
    if (!read.ok) throw new Error(`${file} is not a scenario: ${read.problems.slice(0, 5).join('; ')}`)
    scenarios.set(read.scenario.id, read.scenario)
  }
  return scenarios
}

const ExerciseSettings = z.object({
  scenario: z.string(),
  speed: z.number().min(0.1).max(600).optional(),
  /** Begin again at the end, with fresh names; for a demonstration that never stops. */
  loop: z.boolean().default(false),
  /** Seconds of the scenario that have already happened when it begins; they come at once, dated back. */
  startAt: z.number().min(0).default(0),
})

const Cursor = z.object({
  run: z.number().int().min(1),
  at: z.number().min(0),
  speed: z.number().min(0.1).max(600),
  paused: z.enum(['by-hand', 'facilitator-gone', 'ended']).nullable(),
  fired: z.record(z.string(), z.number()),
})

export interface Exercise {
  channel: Channel
  rehearsal(source: string): Rehearsal
  scenarios(): ScenarioSummary[]
}

export function createExercise(scenarios: Map<string, Scenario> = loadScenarios()): Exercise {
  const players = new Map<string, Controls>()
  const controlsOf = (source: string): Controls => {
    const controls = players.get(source) ?? new Controls()
    players.set(source, controls)
    return controls
  }
  const channel: Channel = {
    kind: 'exercise',
    limits: { characters: 500, counts: 'graphemes', media: 4 },
    readSettings(raw) {
      const read = ExerciseSettings.safeParse(raw)
      if (!read.success) return { ok: false, problems: problemsOf(read.error.issues, 'scenario') }
      const scenario = scenarios.get(read.data.scenario)
      if (!scenario)
        return {
          ok: false,
          problems: [{ field: 'scenario', ...said('exercise-unknown', read.data.scenario) }],
        }
      return { ok: true, settings: read.data, name: scenario.title }
    },
    async *listen(source, cursor, io) {
      const read = ExerciseSettings.safeParse(source.settings)
      const scenario = read.success ? scenarios.get(read.data.scenario) : undefined
      if (!read.success || !scenario) {
        yield quiet(cursor, unreadableSettings)
        await aborted(io.signal)
        return
      }
      const options = { ...read.data, speed: read.data.speed ?? scenario.clock.speed }
      const player = new Player(scenario, io.clock, options, readCursor(cursor))
      const controls = controlsOf(source.id)
      controls.attach(player)
      try {
        yield* play(player, source.id, cursor, io)
      } finally {
        controls.detach(player)
      }
    },
  }
  return {
    channel,
    rehearsal: controlsOf,
    scenarios: () => [...scenarios.values()].map(summaryOf),
  }
}

/** How often the clock is looked at when nothing is due; also how stale the saved position can be. */
const lookMs = 200
const saveMs = 10_000

async function* play(
  player: Player,
  source: string,
  cursor: string | null,
  io: ListenIo,
): AsyncGenerator<Batch> {
  let position = cursor
  yield quiet(position, { state: 'listening' })
  let saved = performance.now()
  while (!io.signal.aborted) {
    const { due, changed } = player.tick()
    const posts = due.map((d) => toPost(player.scenario, source, d))
    for (let n = 0; n === 0 || n < posts.length; n += 500) {
      const part = posts.slice(n, n + 500)
      // A position is saved with the last part only: after a crash in between, all parts come again.
      const last = n + 500 >= posts.length
      if (part.length > 0 || changed || performance.now() - saved > saveMs) {
        if (last) position = JSON.stringify(player.position())
        yield { ...quiet(position), posts: part, heard: part.length }
        saved = performance.now()
      }
    }
    if (io.signal.aborted) return
    const stop = new AbortController()
    await Promise.race([
      pause(player.nextInMs(lookMs), AbortSignal.any([io.signal, stop.signal])),
      player.touched(),
    ])
    stop.abort()
  }
}

function readCursor(cursor: string | null): Position | null {
  if (cursor === null) return null
  try {
    const read = Cursor.safeParse(JSON.parse(cursor))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

const summaryOf = (s: Scenario): ScenarioSummary => ({
  id: s.id,
  title: s.title,
  description: s.description,
  area: s.town.area,
  lengthSeconds: s.clock.length,
  posts: s.posts.length,
  people: s.people.length,
  triggers: s.triggers.map((t) => ({ id: t.id, title: t.title })),
})

/** Stands between a facilitator and the player; what is asked for before the player is there waits for it. */
class Controls implements Rehearsal {
  #player: Player | null = null
  #asked: ((player: Player) => void)[] = []

  attach(player: Player): void {
    this.#player = player
    for (const ask of this.#asked.splice(0)) ask(player)
  }

  detach(player: Player): void {
    if (this.#player === player) this.#player = null
  }

  state(): RehearsalState | null {
    return this.#player?.state() ?? null
  }

  pause(): void {
    this.#do((p) => p.pause())
  }

  resume(): void {
    this.#do((p) => p.resume())
  }

  speed(times: number): void {
    this.#do((p) => p.speed(times))
  }

  seek(seconds: number): void {
    this.#do((p) => p.seek(seconds))
  }

  fire(trigger: string): boolean {
    return this.#player?.fire(trigger) ?? false
  }

  did(what: string): string[] {
    return this.#player?.did(what) ?? []
  }

  attended(): void {
    this.#player?.attended()
  }

  #do(what: (player: Player) => void): void {
    if (this.#player) what(this.#player)
    else this.#asked.push(what)
  }
}
