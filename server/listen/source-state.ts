import type { ChannelKind } from '../record/post.ts'
import { ours, part, reason, todo } from './source-words.ts'
import type { HeardSums, SourceRecord } from './store-source.ts'
import type { SaidPart, SourceView } from './views.ts'

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

export type SaidState = Pick<
  SourceView,
  'state' | 'says' | 'said' | 'todo' | 'todoCode' | 'heardLastHour' | 'usualPerHour'
>
/** A state before its sentences are put together. */
type Told = Pick<SourceView, 'state' | 'said' | 'todo' | 'todoCode'>

const NOTHING_TO_DO = { todo: null, todoCode: null }

/** What a person reads about a source; whom its network could not be asked about is said beside it. */
export function sayState(
  row: SourceRecord,
  sums: HeardSums | undefined,
  now: Date,
  timeZone: string,
): SaidState {
  const time = (at: Date) => sayTime(at, now, timeZone)
  const usualPerHour =
    sums && sums.hours >= HOURS_NEEDED && sums.usual !== null ? Math.round(sums.usual * 10) / 10 : null
  const told = sayListening(row, usualPerHour, now, time)
  const said = told.state === 'paused' ? told.said : [...told.said, ...sayNames(row.names, time)]
  const says = said.map((one) => one.says).join(' ')
  return { ...told, said, says, heardLastHour: sums?.last_hour ?? 0, usualPerHour }
}

function sayNames(names: SourceRecord['names'], time: (at: Date) => string): SaidPart[] {
  if (!names || names.left === 0) return []
  const why = names.reason === null ? ours('no-answer') : names.why
  const says = (names.reason ?? why?.says ?? '').replace(/^\p{Lu}(?=\p{Ll})/u, (c) => c.toLowerCase())
  return [
    part('names', { n: names.left }, time),
    ...reason(says, why && [{ ...why, says }]),
    part('names-missed', {}, time),
  ]
}

function sayListening(row: SourceRecord, usual: number | null, now: Date, time: (at: Date) => string): Told {
  const of = (code: Parameters<typeof part>[0], at?: Date) => part(code, at ? { at } : {}, time)
  const heardAt = row.last_heard_at
  const last = heardAt ? of('heard', heardAt) : of('nothing')
  if (row.paused_at) return { state: 'paused', said: [of('paused', row.paused_at), last], ...todo('resume') }
  if (row.channel === 'import') return { state: 'listening', ...sayFile(row, now, time) }
  const listening = row.listening
  if (!listening)
    return now.getTime() - (row.last_contact_at ?? row.created_at).getTime() > 2 * MINUTE &&
      !row.last_contact_at
      ? { state: 'stalled', said: [of('not-started'), last], ...todo('restart') }
      : { state: 'starting', said: [of('starting'), last], ...NOTHING_TO_DO }
  const since = blindSince(row, now)
  const blind = since ? [of('blind', since)] : []
  if (listening.state === 'refused')
    return {
      state: 'refused',
      said: [...reason(listening.reason, listening.why), ...blind, last],
      todo: listening.todo,
      // The first reason decides what is to be done.
      todoCode: listening.why?.[0]?.code ?? null,
    }
  if (listening.state === 'waiting') {
    const again = listening.until ? [of('again', new Date(listening.until))] : []
    const said = [of('waiting'), ...reason(listening.reason, listening.why), ...blind, ...again, last]
    return { state: 'waiting', said, ...NOTHING_TO_DO }
  }
  const rated =
    usual === null
      ? last
      : part(
          heardAt ? 'heard-usually' : 'nothing-usually',
          { ...(heardAt && { at: heardAt }), n: usual },
          time,
        )
  const kind = row.channel as ChannelKind
  const contact = row.last_contact_at ?? row.created_at
  if (now.getTime() - contact.getTime() > NO_CONTACT_MS[kind])
    return {
      state: 'stalled',
      said: [of('no-sign', contact), rated, of('not-silence')],
      ...todo('pause-and-start'),
    }
  if (listening.state === 'catching-up')
    return {
      state: 'catching-up',
      said: [of('catching-up', new Date(listening.from)), last],
      ...NOTHING_TO_DO,
    }
  const heard = heardAt ?? row.created_at
  if (now.getTime() - heard.getTime() > quietFor(kind, usual))
    return { state: 'stalled', said: [rated, of('silent')], ...todo('look') }
  return { state: 'listening', said: [of('listening'), rated], ...NOTHING_TO_DO }
}

/** A file that is being read gives a sign of life with each batch. */
const FILE_QUIET_MS = 2 * MINUTE

function sayFile(row: SourceRecord, now: Date, time: (at: Date) => string): Omit<Told, 'state'> {
  const last = row.last_contact_at ?? row.created_at
  const broke = { said: [part('file-stopped', { at: last }, time)], ...todo('file-again') }
  if (row.listening?.state === 'waiting') return broke
  if (row.listening?.state !== 'catching-up')
    return { said: [part('file-read', { at: last }, time)], ...NOTHING_TO_DO }
  if (now.getTime() - last.getTime() > FILE_QUIET_MS) return broke
  return { said: [part('file-reading', { at: row.created_at }, time)], ...NOTHING_TO_DO }
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
