import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Said, SaidProblem } from '../platform/result.ts'
import { type SafeFetch, SafeFetchError, type SafeSocket, type Why } from '../platform/safe-fetch.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Change, ChannelKind, Inbound } from '../record/post.ts'
import { refused, waiting, whyOf } from './reasons.ts'

/** How much a network lets us say. Lengths in the unit that the network itself counts. */
export interface Limits {
  characters: number | null
  counts: 'graphemes' | 'characters' | 'none'
  media: number
}

export type {
  FrameStream,
  SafeFetch,
  SafeResponse,
  SafeSocket,
  Why,
} from '../platform/safe-fetch.ts'

/** What a person set for one source. Each channel parses its own `settings` with zod and refuses with words. */
export interface SourceRow {
  id: string
  organisation: string
  channel: ChannelKind
  name: string
  settings: Record<string, unknown>
}

/** Something heard that cannot be a post; shown on the source's page with its reason. */
export interface Quarantined {
  reason: string
  /** At most 500 characters of what came, made safe to show. */
  sample: string
}

/** What a person reads about a source; `why` is the reason once more, part by part, for other languages. */
export type Listening =
  | { state: 'listening' }
  | { state: 'catching-up'; from: Date }
  /** Nothing can be had just now; the channel goes on trying by itself. */
  | { state: 'waiting'; reason: string; why?: Why[]; until: Date | null }
  /** The network said no; a person must act. */
  | { state: 'refused'; reason: string; why?: Why[]; todo: string }

/** A post as heard, with what was cleaned out of its text in plain words ("2 zero-width characters removed"). */
export type Heard = Inbound & { remarks?: string[] }

/**
 * What came since the last batch, in the order in which it came. `heard` counts every new post seen, kept or not.
 * `cursor` is saved in the same transaction as the rows; after a restart `listen` is given it back and must rewind
 * enough that nothing between two batches is missed (the record drops what it knows).
 */
export interface Batch {
  posts: Heard[]
  changes: Change[]
  quarantined: Quarantined[]
  heard: number
  cursor: string | null
  listening?: Listening
  /** A stretch that can never be heard again (the network no longer has it). */
  gap?: { from: Date; to: Date; reason: string }
}

/** What a channel is given by the ground; the only way it reaches anything. */
export interface ListenIo {
  clock: Clock
  log: Log
  signal: AbortSignal
  /** `safe-fetch` bound to the organisation (an exercise organisation's refuses everything). */
  fetch: SafeFetch
  /** Opens a WebSocket under the same address rules as `fetch`. */
  socket: SafeSocket
  /** The secret that a setting refers to (`secret:…`), decrypted; null when it is gone. Never logged. */
  secret?: (reference: string) => Promise<string | null>
}

/** One network. */
export interface Channel {
  kind: ChannelKind
  limits: Limits
  /** Checks and normalises what a person typed into "add a source"; throws nothing. */
  readSettings(
    settings: Record<string, unknown>,
  ): { ok: true; settings: Record<string, unknown>; name: string } | { ok: false; problems: SaidProblem[] }
  /** Yields until the signal aborts. Reconnects by itself; throws only on a bug. */
  listen?(source: SourceRow, cursor: string | null, io: ListenIo): AsyncIterable<Batch>
  /**
   * Adds what costs a request (handles, display names) to posts that will be kept; asked after matching, so that
   * nobody is looked up for nothing (docs/decisions/0002). Returns the same posts in the same order; what cannot be
   * had stays as it was. Throws nothing, and gives up by itself within 10 s.
   */
  enrich?(posts: Heard[], io: Pick<ListenIo, 'clock' | 'log' | 'signal' | 'fetch'>): Promise<Heard[]>
  /**
   * Learns which accounts these handles are, so that their posts carry them from the first one on. For a network whose
   * stream names authors by number; the others leave it out (docs/decisions/0012). What was learnt holds for a day and is
   * not asked for again. What an organisation asks for takes the place of what it asked for before, and of nobody
   * else's. Throws nothing.
   */
  know?(
    organisation: string,
    handles: string[],
    io: Pick<ListenIo, 'clock' | 'log' | 'signal' | 'fetch'>,
  ): Promise<Known>
}

/** How far the network could be asked about handles. One that nobody has there counts as answered. */
export interface Known {
  asked: number
  /** Of these, not answered. */
  left: number
  /** Why, in words; null when nothing is left. */
  reason: string | null
  /** The same with its code. */
  why?: Why | null
}

export interface Channels {
  get(kind: ChannelKind): Channel
  all(): Channel[]
  /** The controls of one exercise source; made when first asked for, kept while the process runs. */
  rehearsal(source: string): Rehearsal
  /** The exercises that can be played. */
  scenarios(): ScenarioSummary[]
  /** Reading files of recorded posts. */
  files: Files
  /** Seals access tokens and opens them, each for the row it lies in. */
  secrets: Pick<Secrets, 'seal' | 'open'>
}

export interface ScenarioSummary {
  id: string
  title: string
  description: string
  /** Code of its invented area. */
  area: string
  lengthSeconds: number
  posts: number
  people: number
  triggers: { id: string; title: string }[]
}

export interface RehearsalState {
  /** Seconds into the scenario. */
  at: number
  speed: number
  running: boolean
  /** Why the clock stands: a person paused it, nobody is facilitating, or it is over. */
  paused: 'by-hand' | 'facilitator-gone' | 'ended' | null
  run: number
  fired: string[]
}

/** What a facilitator can do to an exercise while it plays. Calls before `listen` has begun are kept for it. */
export interface Rehearsal {
  state(): RehearsalState | null
  pause(): void
  resume(): void
  /** 1 is as it would be; at most 600. */
  speed(times: number): void
  /** Goes to a moment and plays on from there as a new run, so that its posts come again under fresh names. */
  seek(seconds: number): void
  /** Fires a trigger; false when there is none of that name or it has fired in this run. */
  fire(trigger: string): boolean
  /** Tells the scenario that a person playing did something; fires the triggers that wait for it. Their ids. */
  did(what: string): string[]
  /** The facilitator's screen is there. From the first call on, 30 s of silence pauses the clock. */
  attended(): void
}

/** Which column holds what; by header name, or `null` where the file has no such column. */
export interface ImportMap {
  format: 'csv' | 'jsonl'
  delimiter?: ',' | ';' | '\t' | '|'
  /** The first row names the columns. Without it columns are called `1`, `2`, … */
  header?: boolean
  text: string
  time: string | null
  /** A tweet id: its time is in it, and with no link column it makes one. */
  tweetId: string | null
  author: string | null
  link: string | null
  lang: string | null
  /** Day before month in dates such as 3/4/2026. Default true. */
  dayFirst?: boolean
}

export type ImportedRow =
  /** `row` is as a spreadsheet numbers it: the header is row 1. */
  { row: number; post: Heard } | { row: number; error: string; sample: string }

export interface Inspection {
  map: ImportMap | null
  columns: string[]
  /** The first five rows, as read. */
  samples: Record<string, string>[]
  /** What a person must answer before the file can be read: the members of the map that were not plain. */
  ask: (keyof ImportMap)[]
  problem: Said | null
}

export type ByteStream = AsyncIterable<Uint8Array>

export interface Files {
  /** Reads the beginning of a file (256 kB at most) and guesses its shape. Throws nothing. */
  inspect(stream: ByteStream): Promise<Inspection>
  /**
   * Reads a file row by row, never holding more than a few rows. A row that cannot be a post is an error with its
   * number and does not stop the next. `progress` is told bytes read, ten times a second at most. `name` makes the
   * URIs of rows that have neither tweet id nor link; give the file's name.
   */
  read(
    stream: ByteStream,
    map: ImportMap,
    options: { name: string; progress?: (bytes: number) => void; signal?: AbortSignal },
  ): AsyncIterable<ImportedRow>
  /**
   * Plays recorded posts in the order of their times at `speed` (60: an hour in a minute), each dated at the moment it
   * is played unless `keepTimes`; undated ones come at once. Reads all of them first: a million at most.
   */
  replay(
    posts: AsyncIterable<Heard>,
    options: { speed: number; clock: Clock; signal: AbortSignal; keepTimes?: boolean },
  ): AsyncIterable<Batch>
}

// What every network needs, so that each has to import this file only.
export * from './html.ts'
export * from './messages.ts'
export * from './pace.ts'
export * from './reasons.ts'
export * from './wording.ts'

/** A batch with nothing in it; for saying how a source is doing. */
export const quiet = (cursor: string | null, listening?: Listening): Batch => ({
  posts: [],
  changes: [],
  quarantined: [],
  heard: 0,
  cursor,
  ...(listening ? { listening } : {}),
})

/** What a source says whose stored settings no longer pass `readSettings`. */
export const unreadableSettings: Listening = refused('settings')

/** Why something could not be reached, as a source's state: `refused` where trying again cannot help. */
export function cannotReach(error: unknown, until: Date): Extract<Listening, { reason: string }> {
  const fault = error instanceof SafeFetchError ? error.code : null
  if (fault === 'exercise') return refused('exercise')
  if (
    fault === 'blocked-address' ||
    fault === 'blocked-port' ||
    fault === 'blocked-scheme' ||
    fault === 'bad-url'
  )
    return refused('may-not', [], whyOf(error))
  return waiting(until, whyOf(error))
}
