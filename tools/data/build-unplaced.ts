import { readFileSync } from 'node:fs'
import { foldName } from '../../engines/place/gazetteer.ts'
import { buildGazetteer } from './build-gazetteer.ts'
import { readTable } from './read-table.ts'

/**
 * `unplaced.tsv`: settlements that the Ordnance Survey lists and whose point is not in the development data: first
 * folded word, the rest of each name that begins with it ("|" between; empty for the word alone).
 */
export function buildUnplaced(from: string): string {
  const gazetteer = buildGazetteer(from)
  const known = new Set<string>()
  for (const line of gazetteer.trimEnd().split('\n')) {
    const [, name = '', other = ''] = line.split('\t')
    for (const one of [name, ...other.split('|')]) known.add(foldName(one))
  }
  const names = new Set<string>()
  for (const row of readTable(`${from}/gazetteer-uk/os_open_names_placenames_nocoords.csv`))
    names.add(foldName(row['name']!))
  const parishes = JSON.parse(readFileSync(`${from}/uk-codes/parishes.json`, 'utf8')) as Record<string, string>
  for (const name of Object.values(parishes))
    if (!/ and | with |unparished|,|\d|\(/i.test(name)) names.add(foldName(name))
  const byFirst = new Map<string, string[]>()
  for (const name of [...names].sort()) {
    if (known.has(name) || !/^[a-z' ]{4,40}$/.test(name)) continue
    const space = name.indexOf(' ')
    const first = space < 0 ? name : name.slice(0, space)
    byFirst.set(first, [...(byFirst.get(first) ?? []), space < 0 ? '' : name.slice(space + 1)])
  }
  return `${[...byFirst].map(([first, rests]) => `${first}\t${rests.join('|')}`).join('\n')}\n`
}
