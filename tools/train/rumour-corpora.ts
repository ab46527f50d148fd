import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Stance } from '../../engines/text/labelled.ts'
import type { StanceFacts } from '../../engines/text/stance-features.ts'
import { cells } from '../data/read-table.ts'

/** A post of PHEME and whether it tells a rumour. */
export interface RumourPost {
  text: string
  rumour: boolean
  event: string
}

/** When each event of PHEME ends. A tweet's id holds its time; the set has no column for the event. */
const events: [string, string][] = [
  ['ferguson', '2014-09-30'],
  ['ebola-essien', '2014-10-20'],
  ['ottawa', '2014-10-31'],
  ['prince-toronto', '2014-11-15'],
  ['gurlitt', '2014-12-05'],
  ['sydney', '2014-12-31'],
  ['charlie-hebdo', '2015-02-28'],
  ['putin-missing', '2015-03-20'],
  ['germanwings', '2015-12-31'],
]

/** The event of a tweet by the time in its id (milliseconds since 4 November 2010 above the 22nd bit). */
export function rumourEvent(id: string): string {
  const day = new Date(Number((BigInt(id) >> 22n) + 1288834974657n)).toISOString().slice(0, 10)
  return events.find(([, last]) => day <= last)?.[0] ?? 'later'
}

/** Every row of the folder's CSV files that has an id, a text and an answer. Texts are not trimmed: see readRumour. */
export function readPheme(folder: string): RumourPost[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .flatMap((file) => {
      const [header = [], ...rows] = cells(readFileSync(`${folder}/${file}`, 'utf8'))
      const at = (name: string) => header.findIndex((cell) => cell.trim() === name)
      const [id, text, rumour, event] = [at('tweetID'), at('text'), at('rumour'), at('event')]
      return rows
        .filter((row) => /^\d{10,20}$/.test(row[id]?.trim() ?? '') && /^[01]/.test(row[rumour]?.trim() ?? ''))
        .map((row) => ({
          text: row[text] ?? '',
          rumour: row[rumour]!.trim().startsWith('1'),
          event: row[event]?.trim() || rumourEvent(row[id]!.trim()),
        }))
    })
}

/** A reply of RumourEval with what it replies to. */
export interface StancePost extends StanceFacts {
  stance: Stance
  event: string
}

interface Row {
  event: string
  thread: string
  id: string
  kind: string
  reply_to: string | null
  text: string
  sdqc: Stance | null
}

/** One file of RumourEval, each post with its thread's first and the one it answers; posts without a stance left out. */
export function readStances(file: string): StancePost[] {
  if (!existsSync(file)) return []
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  return rows.flatMap((row) => {
    if (!row.sdqc) return []
    const claim = texts.get(row.thread) ?? ''
    const origin = row.kind === 'source' || row.id === row.thread
    const nested = !origin && row.reply_to !== null && row.reply_to !== row.thread
    return {
      text: row.text,
      claim,
      origin,
      ...(nested ? { parent: texts.get(row.reply_to!) ?? '' } : {}),
      stance: row.sdqc,
      event: row.event,
    }
  })
}
