import {
  areaByCode,
  type Gazetteer,
  type Place,
  placesNamed,
  ukGazetteer,
  withPlaces,
} from '../../engines/place/index.ts'
import { type ParsedQuery, parseQuery } from '../../engines/query/index.ts'
import { type Body, type Directory, type Outlet, readDirectory } from '../../engines/text/index.ts'

/** What an organisation's area means to listening: where it is, what its places are called, who publishes there. */
export interface Ground {
  centre: { lat: number; lon: number; name: string } | null
  gazetteer: Gazetteer
  directory: Directory
}

/** A place that exists in an exercise only. */
export interface InventedTown {
  /** The area code that exercise organisations of this town have. */
  area: string
  name: string
  lat: number
  lon: number
  places: Place[]
  outlets: Outlet[]
  bodies: Body[]
}

const towns = new Map<string, InventedTown>()
const made = new Map<string, Ground>()

/** Said once at start by app.ts for every scenario there is. */
export function registerTown(town: InventedTown): void {
  towns.set(town.area, town)
}

/** Made when somebody first listens there: a gazetteer takes a second, which a start has no need of. */
export function groundOf(area: string | null): Ground {
  const key = area ?? ''
  let ground = made.get(key)
  if (!ground) {
    const town = towns.get(key)
    ground = town ? groundOfTown(town) : groundOfArea(area)
    made.set(key, ground)
  }
  return ground
}

const groundOfTown = (town: InventedTown): Ground => ({
  centre: { lat: town.lat, lon: town.lon, name: town.name },
  gazetteer: withPlaces(town.places),
  directory: readDirectory({ outlets: town.outlets, bodies: town.bodies }),
})

function groundOfArea(area: string | null): Ground {
  const found = area === null ? null : areaByCode(area)
  return {
    centre: found ? { lat: found.lat, lon: found.lon, name: found.name } : null,
    gazetteer: ukGazetteer(),
    directory: readDirectory(),
  }
}

/** Searches that were read lately, the oldest first. At most so many, and so many characters of them (some 10 MB of trees). */
const READ_MOST = 2_000
const READ_CHARACTERS = 2_000_000
const read = new Map<string, ParsedQuery>()
let characters = 0
const numbers = new WeakMap<Ground, number>()
let numbered = 0

const keyOf = (text: string, ground: Ground): string => {
  let number = numbers.get(ground)
  if (number === undefined) {
    number = ++numbered
    numbers.set(ground, number)
  }
  return `${number}\n${text}`
}

/**
 * Reads a search as a person of this area means it: `within:5km` is measured from the middle of the area. Every page
 * reads every search, so what was read is kept; nobody may change the tree that is given back.
 */
export function readQuery(text: string, ground: Ground): ParsedQuery {
  const key = keyOf(text, ground)
  const known = read.get(key)
  if (known) {
    read.delete(key)
    read.set(key, known)
    return known
  }
  const parsed = readAnew(text, ground)
  if (!parsed.ok) return parsed
  read.set(key, parsed)
  characters += key.length
  for (const oldest of read.keys()) {
    if (read.size <= READ_MOST && characters <= READ_CHARACTERS) break
    read.delete(oldest)
    characters -= oldest.length
  }
  return parsed
}

function readAnew(text: string, ground: Ground): ParsedQuery {
  return parseQuery(text, {
    areaCentre: ground.centre,
    placesCalled: (name) => placesNamed(name, ground.gazetteer).map((place) => place.name),
    locate: (name) => {
      const best = [...placesNamed(name, ground.gazetteer)].sort((a, b) => b.population - a.population)[0]
      return best ? { lat: best.lat, lon: best.lon } : null
    },
  })
}
