import { bundledRows, lazily } from '../text/bundled.ts'
import { readDirectory } from '../text/directory.ts'
import { distanceKm, type Point } from './distance.ts'

/** What an organisation is for: a council's, police force's or NHS body's ground. */
export interface Area extends Point {
  /** ONS code of a council or police force area, ODS code of an NHS body. */
  code: string
  name: string
  kind: 'council' | 'police' | 'nhs' | 'exercise'
  nation: string
  /** The body's own site. */
  website?: string
  /** Codes of the districts it covers; absent for an NHS body, whose ground has no published edge here. */
  districts?: string[]
  /** Places of an invented area. */
  placeIds?: string[]
}

/** A site worth listening to; its feed is found from the page itself. */
export interface OutletNear {
  name: string
  website: string
  domain: string
  handle?: string
  feed?: string
}

const load = lazily(() => {
  const list: Area[] = []
  const byCode = new Map<string, Area>()
  const rows = bundledRows('engines/place/data/areas.tsv')
  for (const [kind = '', code = '', name = '', nation = '', lat, lon, website, districts] of rows) {
    const area: Area = { code, name, kind: kind as Area['kind'], nation, lat: Number(lat), lon: Number(lon) }
    if (website) area.website = website
    if (districts) area.districts = districts.split(' ')
    list.push(area)
    byCode.set(code, area)
  }
  list.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  // A district's centre is its council's.
  const centres = new Map<string, Point>()
  for (const area of list)
    if (area.kind === 'council' && area.districts?.length === 1) centres.set(area.districts[0]!, area)
  return { list, byCode, centres }
})

/** Every council, police force area and open NHS body of the United Kingdom, by name. */
export const areas = (): Area[] => load().list

export const areaByCode = (code: string): Area | null => load().byCode.get(code) ?? null

/** How far from an NHS body's base an outlet's district may lie to be called near. */
const nearKm = 40

/**
 * The body's own site first, then outlets that cover its districts, nearest first, then outlets of nearby districts,
 * then its nation's. At most `limit`. An unknown code gives an empty list.
 */
export function outletsNear(areaCode: string, limit = 12): OutletNear[] {
  const area = areaByCode(areaCode)
  if (!area) return []
  const { centres } = load()
  const covered = new Set(area.districts ?? [])
  const ranked = readDirectory()
    .outlets.map((outlet) => {
      const reach = outlet.districts.map((code) => centres.get(code)).filter((point) => point !== undefined)
      const km =
        reach.length === 0
          ? Number.POSITIVE_INFINITY
          : Math.min(...reach.map((point) => distanceKm(point, area)))
      const inside = outlet.districts.some((code) => covered.has(code))
      const national =
        outlet.districts.length === 0 && outlet.nation === area.nation && outlet.handles.length > 0
      const rank = inside ? 0 : km <= nearKm ? 1 : national ? 2 : 3
      // Of two equally near, the one with a handle of its own is the more likely to be alive.
      // Titles kept old domains; the one that spells the title is today's more often than not.
      const spelled = outlet.domain.startsWith(outlet.title.toLowerCase().replace(/^the |[^a-z0-9]/g, ''))
      return { outlet, rank, km: km + (outlet.handles.length === 0 ? 5 : 0) + (spelled ? 0 : 1) }
    })
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.km - b.km || (a.outlet.domain < b.outlet.domain ? -1 : 1))
  const near: OutletNear[] = []
  const taken = new Set<string>()
  if (area.website) {
    const domain = URL.parse(area.website)?.hostname.replace(/^www\./, '') ?? ''
    near.push({ name: area.name, website: area.website, domain })
    taken.add(area.name)
  }
  for (const { outlet } of ranked) {
    if (near.length >= limit) break
    if (taken.has(outlet.title)) continue
    taken.add(outlet.title)
    const [handle] = outlet.handles
    near.push({
      name: outlet.title,
      website: `https://${outlet.site}/`,
      domain: outlet.domain,
      ...(handle ? { handle } : {}),
    })
  }
  return near
}
