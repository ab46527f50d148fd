import type { ChannelKind } from '../record/post.ts'
import type { HeardSums, SourceRecord } from './store-source.ts'
import type { SourceView } from './views.ts'

/* What a person reads about a source. A stalled source must never look like silence. Pure. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long each kind of network may be quiet before that is worth a word, when its ordinary rate is not known yet. */
const QUIET_MS: Record<ChannelKind, number> = {
  bluesky: 2 * MINUTE,
  mastodon: 30 * MINUTE,
  feed: 36 * HOUR,
  import: Number.POSITIVE_INFINITY,
  exercise: 15 * MINUTE,
}
/** Without any sign of life from the listener itself for this long, something is wrong with us, not with the network. */
const NO_CONTACT_MS: Record<ChannelKind, number> = {
  bluesky: 2 * MINUTE,
  mastodon: 15 * MINUTE,
  feed: 26 * HOUR,
  import: Number.POSITIVE_INFINITY,
  exercise: 5 * MINUTE,
}
/** Hours of experience before "usually" is said. */
const HOURS_NEEDED = 6

/** "today 14:02", "yesterday 09:15", "3 May 09:15", in the organisation's own time. */
export function sayTime(at: Date, now: Date, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions, of = at) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(of)
  const clock = part({ hour: '2-digit', minute: '2-digit', hour12: false })
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  if (part(day) === part(day, now)) return `today ${clock}`
  if (part(day) === part(day, new Date(now.getTime() - 24 * HOUR))) return `yesterday ${clock}`
  const sameYear = part({ year: 'numeric' }) === part({ year: 'numeric' }, now)
  return `${part(sameYear ? { day: 'numeric', month: 'short' } : day)} ${clock}`
}

export type SaidState = Pick<SourceView, 'state' | 'says' | 'todo' | 'heardLastHour' | 'usualPerHour'>

/** What a person reads about a source; whom its network could not be asked about is said beside it. */
export function sayState(
  row: SourceRecord,
  sums: HeardSums | undefined,
  now: Date,
  timeZone: string,
): SaidState {
  const said = sayListening(row, sums, now, timeZone)
  const { names } = row
  if (!names || names.left === 0 || said.state === 'paused') return said
  const accounts = names.left === 1 ? 'an account' : `${names.left.toLocaleString('en-GB')} accounts`
  const why = stop(
    (names.reason ?? 'it did not answer').replace(/^\p{Lu}(?=\p{Ll})/u, (c) => c.toLowerCase()),
  )
  return {
    ...said,
    says: `${said.says} The network could not be asked about ${accounts} that searches name: ${why} Their first posts may be missed; it is asked again within minutes.`,
  }
}

function sayListening(
  row: SourceRecord,
  sums: HeardSums | undefined,
  now: Date,
  timeZone: string,
): SaidState {
  const time = (at: Date) => sayTime(at, now, timeZone)
  const heardLastHour = sums?.last_hour ?? 0
  const usualPerHour =
    sums && sums.hours >= HOURS_NEEDED && sums.usual !== null ? Math.round(sums.usual * 10) / 10 : null
  const last = row.last_heard_at ? `Last heard ${time(row.last_heard_at)}` : 'Nothing heard yet'
  const rate = usualPerHour !== null ? `, usually about ${count(usualPerHour)} an hour` : ''
  const base = { heardLastHour, usualPerHour }
  if (row.paused_at)
    return {
      ...base,
      state: 'paused',
      says: `Paused since ${time(row.paused_at)}. ${last}.`,
      todo: 'Start it again when you want to hear it.',
    }
  if (row.channel === 'import') return { ...base, state: 'listening', ...sayFile(row, now, time) }
  const said = row.listening
  if (!said)
    return now.getTime() - (row.last_contact_at ?? row.created_at).getTime() > 2 * MINUTE &&
      !row.last_contact_at
      ? {
          ...base,
          state: 'stalled',
          says: `Not started yet. ${last}.`,
          todo: 'If this stays so, restart Folkmoot: its listener is not running.',
        }
      : { ...base, state: 'starting', says: `Starting. ${last}.`, todo: null }
  const since = blindSince(row, now)
  const blind = since ? ` Blind since ${time(since)}.` : ''
  if (said.state === 'refused')
    return { ...base, state: 'refused', says: `${stop(said.reason)}${blind} ${last}.`, todo: said.todo }
  if (said.state === 'waiting') {
    const until = said.until ? ` Tries again ${time(new Date(said.until))}.` : ''
    return {
      ...base,
      state: 'waiting',
      says: `Waiting: ${stop(said.reason)}${blind}${until} ${last}.`,
      todo: null,
    }
  }
  const kind = row.channel as ChannelKind
  const contact = row.last_contact_at ?? row.created_at
  if (now.getTime() - contact.getTime() > NO_CONTACT_MS[kind])
    return {
      ...base,
      state: 'stalled',
      says: `No sign of life since ${time(contact)}. ${last}${rate}. This is not silence: nothing is being heard.`,
      todo: 'Pause it and start it again. If that does not help, run “folkmoot doctor”.',
    }
  if (said.state === 'catching-up')
    return {
      ...base,
      state: 'catching-up',
      says: `Catching up from ${time(new Date(said.from))}. ${last}.`,
      todo: null,
    }
  const heard = row.last_heard_at ?? row.created_at
  if (now.getTime() - heard.getTime() > quietFor(kind, usualPerHour))
    return {
      ...base,
      state: 'stalled',
      says: `${last}${rate}. It answers but sends nothing.`,
      todo: 'Look at the source itself: it may have moved or stopped.',
    }
  return { ...base, state: 'listening', says: `Listening. ${last}${rate}.`, todo: null }
}

/** A file that is being read gives a sign of life with each batch. */
const FILE_QUIET_MS = 2 * MINUTE

function sayFile(row: SourceRecord, now: Date, time: (at: Date) => string): Pick<SaidState, 'says' | 'todo'> {
  const last = row.last_contact_at ?? row.created_at
  const broke = {
    says: `A file, stopped ${time(last)} before its end. What came before is kept.`,
    todo: 'Take the file in again for the rest; what is known already is not taken twice.',
  }
  if (row.listening?.state === 'waiting') return broke
  if (row.listening?.state !== 'catching-up') return { says: `A file, read ${time(last)}.`, todo: null }
  if (now.getTime() - last.getTime() > FILE_QUIET_MS) return broke
  return { says: `A file, being read since ${time(row.created_at)}.`, todo: null }
}

/**
 * Since when nothing can be heard from a source that is meant to be heard; null while it can. What the network still
 * has when that ends is fetched; what it has no more stays a gap.
 */
export function blindSince(row: SourceRecord, now: Date): Date | null {
  if (row.paused_at || row.channel === 'import' || !row.listening) return null
  const { state } = row.listening
  if (state === 'refused' || state === 'waiting') return row.listening_at
  const contact = row.last_contact_at ?? row.created_at
  return now.getTime() - contact.getTime() > NO_CONTACT_MS[row.channel as ChannelKind] ? contact : null
}

/** Ten ordinary pauses, but not less than the network's own patience when it is a slow one. */
function quietFor(kind: ChannelKind, usualPerHour: number | null): number {
  if (usualPerHour === null || usualPerHour <= 0) return QUIET_MS[kind]
  return Math.max(
    Math.min(QUIET_MS[kind], 10 * (HOUR / usualPerHour)),
    MINUTE,
    kind === 'feed' ? 12 * HOUR : 0,
  )
}

const stop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
const count = (n: number): string => (n >= 10 ? Math.round(n).toLocaleString('en-GB') : String(n))
