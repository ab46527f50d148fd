import { bundledRows, lazily } from '../text/bundled.ts'
import { landmarks } from './data/landmarks.ts'
import { world } from './data/world.ts'
import type { Point } from './distance.ts'

/**
 * `abroad` is a country, a nation of the United Kingdom as a whole, or a place elsewhere; `landmark` a region, island,
 * park, airport or sight that is no settlement.
 */
export type PlaceKind =
  | 'city'
  | 'town'
  | 'suburb'
  | 'village'
  | 'hamlet'
  | 'ward'
  | 'district'
  | 'county'
  | 'postcode'
  | 'landmark'
  | 'abroad'

/** A named place. */
export interface Place extends Point {
  id: string
  name: string
  /** Welsh, Gaelic and short names. */
  otherNames: string[]
  /** 0 when nobody counted. */
  population: number
  kind: PlaceKind
  /** Code of the district it lies in; empty at sea's edge and for what spans several. */
  district: string
  nation: 'England' | 'Wales' | 'Scotland' | 'Northern Ireland' | ''
}

const folds = new Map<string, string>()
/** A longer word is no place's name, and keeping thousands of them would fill the memory. */
const longestKept = 64

/** One word as places are looked up by: lower case, no accents, no apostrophes or full stops, "st" for "saint". */
export function foldWord(word: string): string {
  let folded = word.toLowerCase()
  if (/[^a-z0-9]/.test(folded)) {
    const kept = folds.get(folded)
    if (kept !== undefined) return kept
    const plain = folded
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/['’ʼ.]/g, '')
    if (folds.size < 20_000 && folded.length <= longestKept) folds.set(folded, plain)
    folded = plain
  }
  return folded === 'saint' ? 'st' : folded
}

/** A name as a key: folded words with single spaces; hyphens part words. */
export function foldName(name: string): string {
  const lower = name.toLowerCase()
  if (/^[a-z]+$/.test(lower) && lower !== 'saint') return lower
  return lower
    .split(/[\s\-–/&,()]+/)
    .map(foldWord)
    .filter((word) => word !== '')
    .join(' ')
}

/** Names ready for looking up. */
export interface Gazetteer {
  places: Place[]
  /** Folded name → positions in `places`. */
  byName: Map<string, number[]>
  /** First folded word of a name → the most words that a name beginning so has. */
  longest: Map<string, number>
  /** Outward postcode → position in `places`. */
  byPostcode: Map<string, number>
  /** Ids of an invented list: always believed. */
  invented: Set<string>
}

const nations: Record<string, Place['nation']> = {
  E: 'England',
  W: 'Wales',
  S: 'Scotland',
  N: 'Northern Ireland',
}

const bundled = lazily((): Gazetteer => {
  const gazetteer: Gazetteer = {
    places: [],
    byName: new Map(),
    longest: new Map(),
    byPostcode: new Map(),
    invented: new Set(),
  }
  const rows = bundledRows('engines/place/data/gazetteer.tsv')
  for (const [id = '', name = '', other, lat, lon, population, kind, district = '', nation = ''] of rows)
    addPlace(gazetteer, {
      id,
      name,
      otherNames: other ? other.split('|') : [],
      lat: Number(lat),
      lon: Number(lon),
      population: Number(population),
      kind: kind as PlaceKind,
      district,
      nation: nations[nation] ?? '',
    })
  for (const [code = '', lat, lon] of bundledRows('engines/place/data/postcodes.tsv')) {
    gazetteer.byPostcode.set(code, gazetteer.places.length)
    gazetteer.places.push({
      id: `postcode-${code}`,
      name: code,
      otherNames: [],
      lat: Number(lat),
      lon: Number(lon),
      population: 0,
      kind: 'postcode',
      district: '',
      nation: '',
    })
  }
  addByHand(gazetteer, landmarks, 'landmark')
  addByHand(gazetteer, world, 'abroad')
  return gazetteer
})

/** name;other names|lat|lon, a line each. A landmark that shares its name with a settlement gives way to it. */
function addByHand(gazetteer: Gazetteer, list: string, kind: 'landmark' | 'abroad'): void {
  for (const line of list.trim().split('\n')) {
    const [names = '', lat, lon] = line.split('|')
    const [name = '', ...otherNames] = names.split(';')
    addPlace(gazetteer, {
      id: `${kind === 'abroad' ? 'world' : 'landmark'}-${foldName(name).replace(/ /g, '-')}`,
      name,
      otherNames,
      lat: Number(lat),
      lon: Number(lon),
      population: kind === 'abroad' ? 5_000_000 : 0,
      kind,
      district: '',
      nation: '',
    })
  }
}

function addPlace(gazetteer: Gazetteer, place: Place): void {
  const at = gazetteer.places.length
  gazetteer.places.push(place)
  addName(gazetteer, foldName(place.name), at)
  for (const name of place.otherNames) addName(gazetteer, foldName(name), at)
  const short = shortName(place)
  if (short) addName(gazetteer, foldName(short), at)
}

const river = /^(.{3,}?)[- ](?:on|upon|in|under|by|super|le|next)[- ]/
const spa = /^Royal (.+)$/

/** "Newark" for Newark-on-Trent, "Leamington Spa" for Royal Leamington Spa; of larger places only. */
function shortName({ name, population }: Place): string | null {
  if (population < 3_000) return null
  return (river.exec(name) ?? spa.exec(name))?.[1] ?? null
}

function addName(gazetteer: Gazetteer, key: string, at: number): void {
  const list = gazetteer.byName.get(key)
  if (list) {
    if (!list.includes(at)) list.push(at)
  } else gazetteer.byName.set(key, [at])
  const space = key.indexOf(' ')
  const first = space < 0 ? key : key.slice(0, space)
  let words = 1
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) === 32) words++
  if (words > (gazetteer.longest.get(first) ?? 0)) gazetteer.longest.set(first, words)
}

/** The bundled gazetteer of the United Kingdom; about 60 ms and 15 MB on first use. */
export const ukGazetteer = (): Gazetteer => bundled()

/** The bundled gazetteer with a list of invented places in front, believed wherever they are named. */
export function withPlaces(
  extra: Pick<Place, 'id' | 'name' | 'lat' | 'lon'>[],
  base: Gazetteer = ukGazetteer(),
): Gazetteer {
  const gazetteer: Gazetteer = {
    places: [...base.places],
    byName: new Map(base.byName),
    longest: new Map(base.longest),
    byPostcode: base.byPostcode,
    invented: new Set(base.invented),
  }
  for (const { name } of extra) gazetteer.byName.set(foldName(name), [])
  for (const place of extra) {
    const full: Place = { otherNames: [], population: 0, kind: 'village', district: '', nation: '', ...place }
    gazetteer.invented.add(full.id)
    addPlace(gazetteer, full)
  }
  return gazetteer
}
