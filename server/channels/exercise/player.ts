import type { Clock } from '../../platform/clock.ts'
import type { Rehearsal, RehearsalState } from '../channel.ts'
import type { Scenario, ScenarioPost } from './scenario.ts'

/** A post whose moment has come. `due` is in seconds of the scenario; `at` is when that was on the wall. */
export interface Due {
  post: ScenarioPost
  run: number
  due: number
  at: Date
}

/** The player's state as it is kept in the cursor. */
export interface Position {
  run: number
  at: number
  speed: number
  paused: RehearsalState['paused']
  /** Trigger id → second of the scenario at which it fired. */
  fired: Record<string, number>
}

/** The clock stands when the facilitator's screen has been away for this long. */
const attendWithinMs = 30_000
/** A longer leap of the clock is the machine asleep or its clock set, not time that people lived through. */
const longestTickMs = 30_000
const fastest = 600

/** Plays one scenario. Deterministic: what is due depends on the position alone. Time comes in through `tick`. */
export class Player implements Rehearsal {
  readonly scenario: Scenario
  readonly #clock: Clock
  readonly #loop: boolean
  #position: Position
  /** Second up to which (inclusive) everything due has been handed out; -1 before the start. */
  #played: number
  /** Posts handed out at times that a trigger set, which may lie before `#played`. */
  readonly #given = new Set<string>()
  #lastTick: number
  #lastAttended: number | null = null
  #changed = true
  /** Until the first tick everything due has happened before the exercise began. */
  #begun: boolean
  #wake: () => void = () => {}

  constructor(
    scenario: Scenario,
    clock: Clock,
    options: { speed: number; loop: boolean; startAt: number },
    resumed: Position | null,
  ) {
    this.scenario = scenario
    this.#clock = clock
    this.#loop = options.loop
    this.#position = resumed ?? { run: 1, at: options.startAt, speed: options.speed, paused: null, fired: {} }
    // After a restart the last second is played again: it may repeat, it must not be lost.
    this.#played = resumed ? resumed.at - 1 : -1
    this.#begun = resumed !== null
    this.#lastTick = clock.now().getTime()
  }

  state(): RehearsalState {
    const { at, speed, paused, run, fired } = this.#position
    return { at, speed, running: paused === null, paused, run, fired: Object.keys(fired) }
  }

  position(): Position {
    return { ...this.#position, fired: { ...this.#position.fired } }
  }

  pause(): void {
    this.#move()
    if (this.#position.paused !== 'ended') this.#position.paused = 'by-hand'
    this.#tell()
  }

  resume(): void {
    this.#move()
    if (this.#position.paused !== 'ended') this.#position.paused = null
    this.#lastAttended &&= this.#clock.now().getTime()
    this.#tell()
  }

  speed(times: number): void {
    this.#move()
    this.#position.speed = Math.min(Math.max(times, 0.1), fastest)
    this.#tell()
  }

  seek(seconds: number): void {
    this.#move()
    const at = Math.min(Math.max(seconds, 0), this.scenario.clock.length)
    this.#position = {
      ...this.#position,
      run: this.#position.run + 1,
      at,
      paused: this.#position.paused === 'ended' ? null : this.#position.paused,
      fired: {},
    }
    // What lies before the moment has happened and is not told again.
    this.#played = at - 1e-6
    this.#given.clear()
    this.#tell()
  }

  fire(trigger: string): boolean {
    this.#move()
    if (trigger in this.#position.fired || !this.scenario.triggers.some((t) => t.id === trigger)) return false
    this.#position.fired[trigger] = this.#position.at
    this.#tell()
    return true
  }

  did(what: string): string[] {
    return this.scenario.triggers
      .filter((t) => 'does' in t.on && t.on.does === what && this.fire(t.id))
      .map((t) => t.id)
  }

  attended(): void {
    this.#lastAttended = this.#clock.now().getTime()
    if (this.#position.paused === 'facilitator-gone') this.resume()
  }

  /** Moves the clock to now and hands out what has come due, in order. `changed` says that the state was touched. */
  tick(): { due: Due[]; changed: boolean } {
    this.#move()
    const due = this.#takeDue()
    const { at, paused } = this.#position
    if (paused === null && at >= this.scenario.clock.length && !this.#waits()) this.#end()
    const changed = this.#changed
    this.#changed = false
    return { due, changed }
  }

  /** Milliseconds until something is due or must be looked at, at most `most`. */
  nextInMs(most: number): number {
    const { at, speed, paused } = this.#position
    if (paused !== null) return most
    const next = this.#pending().reduce((least, p) => Math.min(least, p.due), Number.POSITIVE_INFINITY)
    return Math.max(5, Math.min(most, ((next - at) / speed) * 1_000))
  }

  /** Resolves when someone touches the controls. */
  touched(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #tell(): void {
    this.#changed = true
    this.#wake()
  }

  #move(): void {
    const now = this.#clock.now().getTime()
    const passed = Math.min(Math.max(now - this.#lastTick, 0), longestTickMs)
    this.#lastTick = now
    if (this.#position.paused !== null) return
    if (this.#lastAttended !== null && now - this.#lastAttended > attendWithinMs) {
      this.#position.paused = 'facilitator-gone'
      this.#changed = true
      return
    }
    this.#position.at += (passed / 1_000) * this.#position.speed
    for (const t of this.scenario.triggers) {
      if ('at' in t.on && t.on.at <= this.#position.at && !(t.id in this.#position.fired)) {
        this.#position.fired[t.id] = t.on.at
        this.#changed = true
      }
    }
  }

  #dueAt(post: ScenarioPost): number | null {
    if (!post.trigger) return post.at
    const fired = this.#position.fired[post.trigger]
    return fired === undefined ? null : fired + post.at
  }

  /** Posts with a moment that have not been handed out. */
  #pending(): { post: ScenarioPost; due: number }[] {
    const pending: { post: ScenarioPost; due: number }[] = []
    for (const post of this.scenario.posts) {
      const due = this.#dueAt(post)
      if (due !== null && due > this.#played && !this.#given.has(post.id)) pending.push({ post, due })
    }
    return pending
  }

  #takeDue(): Due[] {
    const { at, run, speed } = this.#position
    const now = this.#clock.now().getTime()
    const due = this.#pending().filter((p) => p.due <= at)
    due.sort((a, b) => a.due - b.due)
    for (const { post } of due) this.#given.add(post.id)
    if (due.length > 0) this.#changed = true
    // What happened before the exercise began is dated back at the pace of life, not at the pace of play.
    const pace = this.#begun ? speed : 1
    this.#begun = true
    return due.map((p) => ({
      post: p.post,
      run,
      due: p.due,
      at: new Date(now - ((at - p.due) / pace) * 1_000),
    }))
  }

  #waits(): boolean {
    return this.#pending().length > 0
  }

  #end(): void {
    this.#changed = true
    if (this.#loop) {
      this.#position = { ...this.#position, run: this.#position.run + 1, at: 0, fired: {} }
      this.#played = -1
      this.#given.clear()
    } else this.#position.paused = 'ended'
  }
}
