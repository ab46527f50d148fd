/**
 * How far two readings of the written sets agree: `npm run -s evaluate -- written`. Each text was labelled when it was
 * written and once more from the text alone (`second/`); see `data/written/README.md`.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { distanceKm } from '../engines/place/index.ts'
import { f1, report } from '../tools/evaluate.ts'

const folder = path.join(import.meta.dirname, 'data/written')

interface Written {
  id: string
  label?: string | boolean
  labels?: string[]
}

/** Of two readings: the share on which they agree, and Cohen's kappa (1960), which takes chance out of it. */
function agreement(a: string[], b: string[]): { agree: number; kappa: number } {
  const n = a.length
  const agree = a.filter((one, i) => one === b[i]).length / n
  const share = (list: string[], value: string) => list.filter((one) => one === value).length / n
  const chance = [...new Set(a)].reduce((sum, value) => sum + share(a, value) * share(b, value), 0)
  return { agree, kappa: chance === 1 ? 1 : (agree - chance) / (1 - chance) }
}

function tell(set: string, label: string, a: string[], b: string[]): void {
  const { agree, kappa } = agreement(a, b)
  report({ evaluate: 'written', set, label, measure: 'kappa', value: kappa, agree, n: a.length })
}

const linesOf = (file: string) => readFileSync(path.join(folder, file), 'utf8').trim().split('\n')

for (const set of ['service-tone', 'intents-1', 'intents-2', 'threat-to-life', 'emotion', 'sources']) {
  const rows = linesOf(`${set}.jsonl`).map((line) => JSON.parse(line) as Written)
  const lines = linesOf(`second/${set}.tsv`)
  const second = new Map(lines.map((line) => line.split('\t') as [string, string]))
  const again = (row: Written) => second.get(row.id) ?? ''
  const names = [...new Set(rows.flatMap((row) => row.labels ?? []))].sort()
  for (const name of names)
    tell(
      set,
      name,
      rows.map((row) => String(row.labels?.includes(name))),
      rows.map((row) => String(again(row).split(',').includes(name))),
    )
  if (names.length === 0)
    tell(
      set,
      'all',
      rows.map((row) => String(row.label)),
      rows.map((row) => again(row).toLowerCase()),
    )
}

interface Mention {
  name: string
  lat?: number | null
  lon?: number | null
}

/** The mentions of both readings of a text: in each the same name, and each mention once. */
function shared(first: Mention[], second: Mention[]): [Mention, Mention][] {
  const left = [...second]
  return first.flatMap((one) => {
    const at = left.findIndex((other) => other.name === one.name)
    return at < 0 ? [] : [[one, left.splice(at, 1)[0]!] as [Mention, Mention]]
  })
}

/** The second reading has no offsets: names are compared as written, and one that is a place twice in a text counts twice. */
function places(): void {
  const first = linesOf('places.jsonl').map((line) => {
    const { text, spans } = JSON.parse(line) as {
      text: string
      spans: (Mention & { start: number; end: number })[]
    }
    return spans.map((span) => ({ ...span, name: text.slice(span.start, span.end) }))
  })
  const second = linesOf('second/places.jsonl').map(
    (line) => (JSON.parse(line) as { spans: Mention[] }).spans,
  )
  const both = first.flatMap((mentions, i) => shared(mentions, second[i] ?? []))
  const [n, again] = [first.flat().length, second.flat().length]
  const value = f1(both.length, n - both.length, again - both.length)
  report({ evaluate: 'written', set: 'places', label: 'mentions', measure: 'f1', value, n, second: again })
  const km = both
    .filter((pair) => pair.every((one) => typeof one.lat === 'number' && typeof one.lon === 'number'))
    .map(([a, b]) => distanceKm({ lat: a.lat!, lon: a.lon! }, { lat: b.lat!, lon: b.lon! }))
  report({
    evaluate: 'written',
    set: 'places',
    label: 'where',
    measure: 'share_within_20km',
    value: km.filter((far) => far <= 20).length / km.length,
    n: km.length,
    at_5km: km.filter((far) => far <= 5).length / km.length,
  })
}

places()
