/**
 * How far two readings of the written sets agree: `npm run -s evaluate -- written`. Each text was labelled when it was
 * written and once more from the text alone (`second/`); see `data/written/README.md`.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { report } from '../tools/evaluate.ts'

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

for (const set of ['service-tone', 'intents-1', 'intents-2', 'threat-to-life', 'emotion', 'sources']) {
  const rows = readFileSync(path.join(folder, `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Written)
  const lines = readFileSync(path.join(folder, 'second', `${set}.tsv`), 'utf8')
    .trim()
    .split('\n')
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
