import { readFileSync } from 'node:fs'
import { buildAreas } from './build-areas.ts'
import { nationalBodies } from './national-bodies.ts'
import { hostOf, readTable, toTsv } from './read-table.ts'

/** `bodies.tsv`: name, domain, kind (council, police, nhs, government, charity, business, emergency), handles. */
export function buildBodies(from: string): string {
  const rows = new Map<string, (string | number)[]>()
  const add = (name: string, domain: string | null, kind: string, handles = '') => {
    if (!domain || rows.has(domain)) return
    rows.set(domain, [name, domain, kind, handles])
  }
  for (const body of nationalBodies) add(body.name, body.domain, body.kind, body.handles)
  for (const line of buildAreas(from).trim().split('\n')) {
    const [kind = '', , name = '', , , , website = ''] = line.split('\t')
    add(name, hostOf(website), kind)
  }
  for (const row of JSON.parse(readWikidata(from)) as { itemLabel: string; website?: string }[]) {
    const domain = hostOf(row.website ?? '')
    if (domain?.endsWith('.police.uk')) add(row.itemLabel, domain, 'police')
  }
  for (const row of readTable(`${from}/uk-public-bodies/govuk_organisations.csv`)) {
    const host = hostOf(row['url']!)
    // Most organisations live under www.gov.uk, which is one domain: only those with a host of their own tell anything.
    if (host && host !== 'gov.uk' && /\.(gov\.uk|police\.uk|nhs\.uk|mod\.uk|parliament\.uk)$/.test(host))
      add(row['title']!, host, 'government')
  }
  return toTsv([...rows.values()])
}

const readWikidata = (from: string) =>
  readFileSync(`${from}/uk-public-bodies/wikidata-police-forces.json`, 'utf8')
