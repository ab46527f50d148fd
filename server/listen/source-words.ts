import type { Why } from '../channels/channel.ts'
import type { SaidPart } from './views.ts'

/* What is said about a source, sentence by sentence. The pages have the Welsh of each (web/ui/deck/words/states.cy.ts). */

interface SaidValues {
  /** As a person reads it: "today 14:02". */
  at: string
  n: number
}

export const STATES = {
  paused: ({ at }) => `Paused since ${at}.`,
  starting: () => 'Starting.',
  'not-started': () => 'Not started yet.',
  waiting: () => 'Waiting:',
  blind: ({ at }) => `Blind since ${at}.`,
  again: ({ at }) => `Tries again ${at}.`,
  'no-sign': ({ at }) => `No sign of life since ${at}.`,
  'not-silence': () => 'This is not silence: nothing is being heard.',
  'catching-up': ({ at }) => `Catching up from ${at}.`,
  silent: () => 'It answers but sends nothing.',
  listening: () => 'Listening.',
  heard: ({ at }) => `Last heard ${at}.`,
  'heard-usually': ({ at, n }) => `Last heard ${at}, usually about ${count(n)} an hour.`,
  nothing: () => 'Nothing heard yet.',
  'nothing-usually': ({ n }) => `Nothing heard yet, usually about ${count(n)} an hour.`,
  'file-stopped': ({ at }) => `A file, stopped ${at} before its end. What came before is kept.`,
  'file-read': ({ at }) => `A file, read ${at}.`,
  'file-reading': ({ at }) => `A file, being read since ${at}.`,
  names: ({ n }) =>
    `The network could not be asked about ${n === 1 ? 'an account' : `${n.toLocaleString('en-GB')} accounts`} that searches name:`,
  'names-missed': () => 'Their first posts may be missed; it is asked again within minutes.',
} satisfies Record<string, (v: SaidValues) => string>

/** Why a source waits, where it is not its channel that says so. */
export const OURS = {
  ended: 'It has come to its end.',
  fault: 'It stopped by a fault of ours and starts again.',
  'no-answer': 'it did not answer',
} satisfies Record<string, string>

/** Such a reason as a channel gives it. */
export const ours = (code: keyof typeof OURS): Why => ({ code, values: [], says: OURS[code] })

export const TODOS = {
  resume: 'Start it again when you want to hear it.',
  restart: 'If this stays so, restart Folkmoot: its listener is not running.',
  'pause-and-start': 'Pause it and start it again. If that does not help, run “folkmoot doctor”.',
  look: 'Look at the source itself: it may have moved or stopped.',
  'file-again': 'Take the file in again for the rest; what is known already is not taken twice.',
} satisfies Record<string, string>

/** One sentence with its code; `time` writes a moment as a person reads it. */
export function part(
  code: keyof typeof STATES,
  values: { at?: Date; n?: number },
  time: (at: Date) => string,
): SaidPart {
  const says = STATES[code]({ at: values.at ? time(values.at) : '', n: values.n ?? 0 })
  return { code, ...values, says }
}

/** A reason, with its codes where it has any: one that was stored before there were codes has only its words. */
export function reason(words: string, why: Why[] | null | undefined): SaidPart[] {
  if (!why?.length) return [{ code: null, says: stop(words) }]
  return why.map(({ code, values, says }, i) => ({
    code,
    values,
    says: i === why.length - 1 ? stop(says) : says,
  }))
}

/** What a person must do, with its code. */
export const todo = (code: keyof typeof TODOS) => ({ todo: TODOS[code], todoCode: code })

const stop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
const count = (n: number): string => (n >= 10 ? Math.round(n).toLocaleString('en-GB') : String(n))
