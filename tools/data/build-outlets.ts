import { currentDistricts, readCouncils } from './build-areas.ts'
import { nationalOutlets } from './national-outlets.ts'
import { hostOf, readTable, toTsv } from './read-table.ts'

/** Hosts that carry many people's pages: an outlet that lives there cannot be told by its domain. */
const shared =
  /(^|\.)(facebook|twitter|x|instagram|youtube|bit|goo|linktr|issuu|wordpress|blogspot|wixsite|substack|medium|yumpu|ko-fi|patreon|google|apple|linkedin|pinterest|flickr|tumblr|amazon)\.(com|ly|gl|ee|org|co\.uk)$|icnetwork\.co\.uk$|\.gov\.uk$|\.ac\.uk$/

interface Outlet {
  /** Every title published here; the one that the domain is named after stands for all. */
  titles: Set<string>
  domain: string
  handles: Set<string>
  owner: string
  districts: Set<string>
  nation: string
  /** The site's host as its owner writes it, `www.` included. */
  site: string
}

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The title that shares the longest run of letters with the domain; the first in the alphabet of equals. */
function bestTitle(outlet: Outlet): string {
  const stem = letters(outlet.domain.split('.')[0]!)
  const shared = (title: string) => {
    const squashed = letters(title).replace(/^the/, '')
    let best = 0
    for (let from = 0; from < squashed.length; from++)
      for (let to = squashed.length; to > from + best; to--)
        if (stem.includes(squashed.slice(from, to))) best = to - from
    // Of two titles with the same run, the shorter says less that the domain does not.
    return best - squashed.length / 100
  }
  return [...outlet.titles].sort().sort((a, b) => shared(b) - shared(a))[0]!
}

/** `outlets.tsv`: title, domain, handles, owner, districts (today's codes), nation, host. One row a domain. */
export function buildOutlets(from: string): string {
  const councils = readCouncils(from)
  const today = currentDistricts(councils)
  const byName = new Map<string, string>()
  for (const row of readTable(`${from}/uk-local-news/lad_dec2022_centroids.csv`))
    byName.set(row['LAD22NM']!.toLowerCase(), row['LAD22CD']!)
  const nationOf = new Map(councils.map((council) => [council.gss, council.nation]))
  const outlets = new Map<string, Outlet>()

  const add = (title: string, address: string, handle: string, owner: string, district: string) => {
    const domain = hostOf(address)
    if (!domain || shared.test(domain) || title === '') return
    const code = /^[ENSW]\d{8}$/.test(district) ? district : byName.get(district.toLowerCase())
    const now = code ? (today.get(code) ?? null) : null
    const url = URL.parse(address.startsWith('http') ? address : `https://${address}`)
    const site = url?.hostname.toLowerCase() ?? domain
    const outlet = outlets.get(domain) ?? {
      titles: new Set(),
      domain,
      handles: new Set(),
      owner: '',
      districts: new Set(),
      nation: '',
      site,
    }
    outlet.titles.add(title.replace(/\s*\([^)]*\)$/, ''))
    if (/^[A-Za-z0-9_]{2,15}$/.test(handle) && handle !== 'NA') outlet.handles.add(handle.toLowerCase())
    if (now) {
      outlet.districts.add(now)
      outlet.nation ||= nationOf.get(now) ?? ''
    }
    if (!outlet.owner && owner && owner !== 'NA') outlet.owner = owner.replace(/\s+/g, ' ').trim()
    outlets.set(domain, outlet)
  }

  for (const row of readTable(`${from}/uk-local-news/directory1.csv`))
    for (const address of row['Website']!.split(';').map((part) => part.trim()))
      add(row['Publication']!, address, row['Twitter handle']!, row['Owner']!, row['LAD22CD']!)
  for (const row of readTable(`${from}/uk-local-news/data.csv`, ';'))
    add(
      row['Publication']!,
      row['Website']!,
      row['Twitter']!,
      row['Owner']!,
      row['PINF LAD code'] || row['coverage LAD']!,
    )
  for (const row of readTable(`${from}/uk-local-news/directory_after_pinf_merge.csv`))
    add(
      row['Publication']!,
      row['Website']!,
      row['Twitter']!,
      row['Owner']!,
      row['LAD / Area Covered'] || row['Local Authority District']!,
    )

  const districtsOf = (codes: string[]) =>
    councils
      .filter((council) => council.current && !['CTY', 'COMB'].includes(council.type))
      .filter((council) => codes.includes(council.registry) || codes.includes(council.county))
      .map((council) => council.gss)
  const taken = new Set<string>()
  const rows: (string | number)[][] = []
  for (const { title, domains, handles, owner, nation, covers } of nationalOutlets)
    domains.forEach((domain, i) => {
      const local = outlets.get(domain)
      outlets.delete(domain)
      const all = i === 0 ? [...new Set([...handles, ...(local?.handles ?? [])])] : []
      for (const handle of all) taken.add(handle)
      rows.push([
        title,
        domain,
        all.join(' '),
        owner,
        [...new Set([...(local?.districts ?? []), ...(i === 0 ? districtsOf(covers) : [])])].sort().join(' '),
        nation,
        local?.site ?? domain,
      ])
    })
  const local = [...outlets.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1))
  // A group's handle listed at many of its titles names the group's site, not each title.
  const uses = new Map<string, number>()
  for (const outlet of local)
    for (const handle of outlet.handles) uses.set(handle, (uses.get(handle) ?? 0) + 1)
  for (const outlet of local) {
    const own = [...outlet.handles]
      .filter((handle) => !taken.has(handle) && (uses.get(handle) ?? 0) <= 2)
      .sort()
    rows.push([
      bestTitle(outlet),
      outlet.domain,
      own.join(' '),
      outlet.owner,
      [...outlet.districts].sort().join(' '),
      outlet.nation,
      outlet.site,
    ])
  }
  return toTsv(rows)
}
