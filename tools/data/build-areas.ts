import { readFileSync } from 'node:fs'
import { openTrusts, otherBodies } from './nhs-bodies.ts'
import { policeForces } from './police-forces.ts'
import { readTable, toTsv } from './read-table.ts'

interface Council {
  registry: string
  gss: string
  name: string
  nation: string
  region: string
  county: string
  type: string
  current: boolean
  replacedBy: string[]
  former: string[]
}

const point = (lat: number, lon: number): [number, number] => [Number(lat.toFixed(4)), Number(lon.toFixed(4))]

const mean = (points: [number, number][]): [number, number] =>
  point(
    points.reduce((sum, p) => sum + p[0], 0) / points.length,
    points.reduce((sum, p) => sum + p[1], 0) / points.length,
  )

/** Today's and yesterday's councils of the United Kingdom with what became of them. */
export function readCouncils(from: string): Council[] {
  return readTable(`${from}/uk-public-bodies/uk_local_authorities_current.csv`).map((row) => ({
    registry: row['local-authority-code']!,
    gss: row['gss-code']!,
    name: row['official-name']!,
    nation: row['nation']!,
    region: row['region']!,
    county: row['county-la']!,
    type: row['local-authority-type']!,
    current: row['current-authority'] === 'True' && row['end-date'] === '',
    replacedBy: row['replaced-by']!.split(',').filter(Boolean),
    former: row['former-gss-codes']!.split(',')
      .map((code) => code.trim())
      .filter(Boolean),
  }))
}

/** Old district code → today's, following abolitions (a split county's successor is told by its districts). */
export function currentDistricts(councils: Council[]): Map<string, string> {
  const byRegistry = new Map(councils.map((council) => [council.registry, council]))
  const today = new Map<string, string>()
  for (const council of councils) {
    if (council.type === 'COMB' || council.type === 'SRA' || council.gss === '') continue
    let now = council
    while (!now.current && now.replacedBy.length === 1) now = byRegistry.get(now.replacedBy[0]!)!
    if (now.current) for (const code of [council.gss, ...council.former]) today.set(code, now.gss)
  }
  return today
}

/** District code (today's) → centre. A district formed since December 2022 gets the mean of those it replaced. */
export function districtCentres(from: string, councils: Council[]): Map<string, [number, number]> {
  const today = currentDistricts(councils)
  const members = new Map<string, [number, number][]>()
  for (const row of readTable(`${from}/uk-local-news/lad_dec2022_centroids.csv`)) {
    const now = today.get(row['LAD22CD']!) ?? row['LAD22CD']!
    const list = members.get(now) ?? []
    list.push([Number(row['LAT']), Number(row['LONG'])])
    members.set(now, list)
  }
  return new Map([...members].map(([code, points]) => [code, mean(points)]))
}

/** `areas.tsv`: kind, code, name, nation, lat, lon, website, districts. */
export function buildAreas(from: string): string {
  const councils = readCouncils(from)
  const centres = districtCentres(from, councils)
  const sites = new Map(
    readTable(`${from}/uk-public-bodies/govuk_local_authorities.csv`).map((row) => [
      row['gss']!,
      row['homepage_url']!,
    ]),
  )
  const today = currentDistricts(councils)
  for (const [gss, site] of [...sites]) {
    const now = today.get(gss)
    if (now && !sites.has(now)) sites.set(now, site)
  }
  const current = councils.filter(
    (council) => council.current && council.gss !== '' && council.type !== 'COMB',
  )
  const districts = current.filter((council) => !['CTY', 'SRA'].includes(council.type))
  const inCounty = (registry: string) => districts.filter((district) => district.county === registry)
  const centreOf = (gss: string[]): [number, number] => {
    const points = gss.map((code) => centres.get(code)).filter((p) => p !== undefined)
    if (points.length === 0) throw new Error(`no centre for ${gss.join(', ')}`)
    return mean(points)
  }
  const rows: (string | number)[][] = []
  for (const council of current) {
    const covers =
      council.type === 'SRA'
        ? districts.filter((district) => district.region === 'London').map((district) => district.gss)
        : council.type === 'CTY'
          ? inCounty(council.registry).map((district) => district.gss)
          : [council.gss]
    const [lat, lon] = centreOf(covers)
    const name = council.type === 'SRA' ? 'Greater London Authority' : council.name
    rows.push([
      'council',
      council.gss,
      name,
      council.nation,
      lat,
      lon,
      sites.get(council.gss) ?? '',
      covers.join(' '),
    ])
  }
  for (const force of policeForces) {
    const covers = districts.filter((district) =>
      ['London', 'Scotland', 'Northern Ireland'].includes(force.covers)
        ? (district.region === force.covers || district.nation === force.covers) &&
          district.registry !== 'LND'
        : force.covers.split(' ').some((code) => district.registry === code || district.county === code),
    )
    for (const code of force.covers.split(' '))
      if (code.length === 3 && !covers.some((d) => d.registry === code || d.county === code))
        throw new Error(`${force.name}: no ${code}`)
    const gss = covers.map((district) => district.gss)
    const [lat, lon] = centreOf(gss)
    const nation = covers[0]!.nation
    rows.push(['police', force.code, force.name, nation, lat, lon, force.website, gss.join(' ')])
  }
  rows.push([
    'police',
    'BTP',
    'British Transport Police',
    'United Kingdom',
    51.5347,
    -0.1246,
    'https://www.btp.police.uk/',
    '',
  ])
  const outward = new Map(
    readTable(`${from}/gazetteer-uk/postcode_districts_gibbs.csv`).map((row) => [
      row['postcode']!,
      point(Number(row['latitude']), Number(row['longitude'])),
    ]),
  )
  const trusts = JSON.parse(readFileSync(`${from}/uk-public-bodies/nhs_trusts_ods.json`, 'utf8')) as {
    id: string
    name: string
    postcode: string
  }[]
  for (const trust of trusts) {
    const website = openTrusts.get(trust.id)
    if (website === undefined) continue
    const at = outward.get(trust.postcode.split(' ')[0]!)
    if (!at) throw new Error(`${trust.name}: unknown postcode ${trust.postcode}`)
    rows.push(['nhs', trust.id, properName(trust.name), 'England', at[0], at[1], website, ''])
  }
  for (const body of otherBodies) {
    const at = outward.get(body.district)
    if (!at) throw new Error(`${body.name}: unknown postcode district ${body.district}`)
    rows.push(['nhs', body.code, body.name, body.nation, at[0], at[1], body.website, ''])
  }
  for (const code of openTrusts.keys())
    if (!rows.some((row) => row[1] === code)) throw new Error(`no trust ${code}`)
  return toTsv(rows)
}

/** The source has lost capitals: "Doncaster and bassetlaw teaching Hospitals". */
function properName(name: string): string {
  const small = new Set(['and', 'of', 'the', 'on', 'in', 'for', 'en', 'to'])
  return name
    .replace(/\s+&\s+/g, ' and ')
    .replace(/\bnational Health service\b/i, 'NHS')
    .split(' ')
    .map((word, i) => (i > 0 && small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ')
}
