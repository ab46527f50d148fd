import { readFileSync } from 'node:fs'
import { currentDistricts, districtCentres, readCouncils } from './build-areas.ts'
import { counties, otherNames } from './place-names.ts'
import { readShapes, shapeAt } from './polygons.ts'
import { readTable, toTsv } from './read-table.ts'
import { wardPlaces } from './ward-places.ts'

interface Row {
  id: string
  name: string
  other: Set<string>
  lat: number
  lon: number
  population: number
  /** city, town, suburb, village, hamlet, ward, district, county. */
  kind: string
  nation: string
  district: string
}

const nationByCode: Record<string, string> = {
  ENG: 'England',
  SCT: 'Scotland',
  WLS: 'Wales',
  NIR: 'Northern Ireland',
}
const initial: Record<string, string> = { England: 'E', Scotland: 'S', Wales: 'W', 'Northern Ireland': 'N' }

/** Same name for the purpose of telling copies: case, accents, punctuation and "Saint" aside. */
const key = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\bsaint\b/g, 'st')
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const kilometres = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) =>
  Math.hypot((a.lat - b.lat) * 111.2, (a.lon - b.lon) * 111.2 * Math.cos((a.lat * Math.PI) / 180))

/** Letters that Welsh has; transliterations into other languages nearly always use one it has not. */
const welshLetters = /^[A-Ya-y ŵŷâêîôûẅÿäëïöü'-]+$/
const notWelsh = /[kqvxzj]/i

const rank = ['Other Settlement', 'Hamlet', 'Village', 'Suburban Area', 'Town', 'City']
const kindOf: Record<string, string> = {
  'Other Settlement': 'hamlet',
  Hamlet: 'hamlet',
  Village: 'village',
  'Suburban Area': 'suburb',
  Town: 'town',
  City: 'city',
}

/** `gazetteer.tsv`: id, name, other names, lat, lon, population, kind, district, nation's initial. */
export function buildGazetteer(from: string): string {
  const councils = readCouncils(from)
  const today = currentDistricts(councils)
  const shapes = [
    ...readShapes(`${from}/boundaries-uk/topo_lad.json`, 'LAD13CD'),
    ...readShapes(`${from}/boundaries-uk/topo_lgd.json`, 'LGDCode'),
  ]
  const osKinds = new Map<string, number>()
  for (const row of readTable(`${from}/gazetteer-uk/os_open_names_placenames_nocoords.csv`)) {
    const at = `${key(row['name']!)}|${row['country']}`
    osKinds.set(at, Math.max(osKinds.get(at) ?? 0, rank.indexOf(row['type']!)))
  }
  const rows: Row[] = []
  const byKey = new Map<string, Row[]>()
  const add = (row: Row) => {
    rows.push(row)
    const list = byKey.get(key(row.name)) ?? []
    list.push(row)
    byKey.set(key(row.name), list)
  }
  /** Gives the largest place of each name its other names; returns those that no place bears yet. */
  const applyOtherNames = (list: typeof otherNames) =>
    list.filter(({ name, nation, other }) => {
      const [largest] = (byKey.get(key(name)) ?? [])
        .filter((row) => row.nation === nation)
        .sort((a, b) => b.population - a.population)
      if (!largest) return true
      for (const alternative of other) {
        largest.other.add(alternative)
        byKey.set(key(alternative), [...(byKey.get(key(alternative)) ?? []), largest])
      }
      return false
    })
  const kindFor = (name: string, nation: string, population: number) => {
    const os = kindOf[rank[osKinds.get(`${key(name)}|${nation}`) ?? -1] ?? '']
    if (
      os === 'city' &&
      population > 0 &&
      population < 10_000 &&
      !['St Davids', 'Wells', 'St Asaph'].includes(name)
    )
      return 'village'
    if (os === 'town' && population > 0 && population < 1_500) return 'village'
    if (os) return os
    return population >= 80_000 ? 'city' : population >= 10_000 ? 'town' : 'village'
  }

  // GeoNames settlements of 500 and more come first: they have a population and a surveyed point.
  const cities = readFileSync(`${from}/gazetteer-uk/geonames_cities500_gb.tsv`, 'utf8').trim().split('\n')
  const parsed = cities
    .map((line) => line.split('\t'))
    .filter((c) => c[8] === 'GB' && Number(c[4]) > 49)
    .map((c) => ({
      id: c[0]!,
      name: c[1]!,
      alternatives: c[3]!,
      lat: Number(c[4]),
      lon: Number(c[5]),
      code: c[10]!,
      population: Number(c[14]),
    }))
    .sort((a, b) => b.population - a.population || (a.id < b.id ? -1 : 1))
  for (const city of parsed) {
    const nation = nationByCode[city.code] ?? ''
    if ((byKey.get(key(city.name)) ?? []).some((known) => kilometres(known, city) < 4)) continue
    const other = new Set<string>()
    if (nation === 'Wales')
      for (const name of city.alternatives.split(','))
        if (
          /^[A-ZŴŶÂÊÎÔÛ]/.test(name) &&
          welshLetters.test(name) &&
          !notWelsh.test(name) &&
          key(name) !== key(city.name) &&
          name.length > 3 &&
          name !== name.toUpperCase()
        )
          other.add(name)
    add({
      ...city,
      id: `gn${city.id}`,
      other,
      kind: kindFor(city.name, nation, city.population),
      nation,
      district: '',
    })
  }

  // Before the postal rows, so that "Hull" is known to be Kingston upon Hull; after them, for the smaller places.
  const unnamed = applyOtherNames(otherNames)

  const postal = readFileSync(`${from}/gazetteer-uk/geonames_postal_GB.txt`, 'utf8').trim().split('\n')
  const seen = new Set<string>()
  for (const line of postal) {
    const c = line.split('\t')
    const name = c[2]!.replace(/\s+/g, ' ').trim()
    const nation = nationByCode[c[4]!] ?? ''
    const at = { lat: Number(c[9]), lon: Number(c[10]) }
    if (!nation || !/\p{L}{2}/u.test(name) || /\d|\(/.test(name)) continue
    // A postcode district is listed under its post town: a large place swallows its own districts.
    const near = (byKey.get(key(name)) ?? []).some(
      (known) =>
        kilometres(known, at) < (known.population > 100_000 ? 25 : known.population > 10_000 ? 14 : 8),
    )
    if (near) continue
    let id = `gp${c[1]!.toLowerCase()}-${key(name).replace(/ /g, '-')}`
    if (seen.has(id)) id += `-${Math.round(at.lat * 100)}`
    if (seen.has(id)) continue
    seen.add(id)
    add({
      id,
      name,
      other: new Set(),
      ...at,
      population: 0,
      kind: kindFor(name, nation, 0),
      nation,
      district: '',
    })
  }

  for (const row of rows) {
    const code = shapeAt(shapes, row.lat, row.lon)
    row.district = code ? (today.get(code) ?? code) : ''
  }

  const [missing] = applyOtherNames(unnamed)
  if (missing) throw new Error(`no place called ${missing.name} in ${missing.nation}`)
  // GeoNames gives Pembrokeshire's Newport and the city the same Welsh name.
  for (const row of byKey.get('newport') ?? []) if (row.population > 100_000) row.other.delete('Trefdraeth')

  const registry = new Map(councils.map((council) => [council.registry, council]))
  const centres = districtCentres(from, councils)
  for (const { name, covers, other } of counties) {
    const gss = councils
      .filter(
        (council) =>
          council.current &&
          covers.some((code) => council.registry === code || council.county === code) &&
          council.type !== 'CTY',
      )
      .map((council) => council.gss)
    const points = gss.map((code) => centres.get(code)!)
    if (points.length === 0) throw new Error(`${name} covers nothing`)
    const nation = registry.get(covers[0]!)!.nation
    add({
      id: `county-${key(name).replace(/ /g, '-')}`,
      name,
      other: new Set(other),
      lat: points.reduce((sum, p) => sum + p[0], 0) / points.length,
      lon: points.reduce((sum, p) => sum + p[1], 0) / points.length,
      population: 0,
      kind: 'county',
      nation,
      district: gss.length === 1 ? gss[0]! : '',
    })
  }
  // Districts that are no settlement's name: Tameside, Calderdale, Blackburn with Darwen.
  const names = new Map(
    readTable(`${from}/uk-public-bodies/uk_local_authorities_current.csv`).map((row) => [
      row['gss-code']!,
      row['nice-name']!.trim(),
    ]),
  )
  for (const council of councils) {
    const centre = centres.get(council.gss)
    const name = (names.get(council.gss) ?? '')
      .replace(/^The /, '')
      .replace(/ (City|Council)$/, '')
      .replace(/^City of /, '')
    if (!council.current || !centre || ['CTY', 'COMB', 'SRA'].includes(council.type)) continue
    if (byKey.has(key(name))) continue
    add({
      id: council.gss,
      name,
      other: new Set(),
      lat: centre[0],
      lon: centre[1],
      population: 0,
      kind: 'district',
      nation: council.nation,
      district: council.gss,
    })
  }

  for (const ward of wardPlaces(from)) {
    if ((byKey.get(key(ward.name)) ?? []).some((known) => kilometres(known, ward) < 12)) continue
    const code = shapeAt(shapes, ward.lat, ward.lon)
    add({
      ...ward,
      id: ward.code,
      other: new Set(),
      population: 0,
      kind: 'ward',
      nation: 'England',
      district: code ? (today.get(code) ?? code) : '',
    })
  }

  return toTsv(
    rows.map((row) => [
      row.id,
      row.name,
      [...row.other]
        .filter((name) => key(name) !== key(row.name))
        .sort()
        .join('|'),
      row.lat.toFixed(4),
      row.lon.toFixed(4),
      row.population,
      row.kind,
      row.district,
      initial[row.nation] ?? '',
    ]),
  )
}

/** `postcodes.tsv`: outward code, lat, lon. The source's towns are not taken: it gives BB1 as Darwen and S1 as Norton. */
export function buildPostcodes(from: string): string {
  return toTsv(
    readTable(`${from}/gazetteer-uk/postcode_districts_gibbs.csv`)
      .filter((row) => Number(row['latitude']) > 49)
      .map((row) => [
        row['postcode']!,
        Number(row['latitude']).toFixed(4),
        Number(row['longitude']).toFixed(4),
      ]),
  )
}
