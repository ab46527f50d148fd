import { bundledRows, lazily } from './bundled.ts'

/** A media organisation, by the domain it publishes on. */
export interface Outlet {
  title: string
  domain: string
  /** Names on networks, in lower case, without @. */
  handles: string[]
  owner: string
  /** Codes of the districts it covers; empty for a national outlet. */
  districts: string[]
  nation: string
  /** The site's host as its owner writes it. */
  site: string
}

export type BodyKind = 'council' | 'police' | 'nhs' | 'government' | 'emergency' | 'charity' | 'business'

/** A public body, charity or business that people mention by its site or handle. */
export interface Body {
  name: string
  domain: string
  kind: BodyKind
  handles: string[]
}

export interface Directory {
  outlets: Outlet[]
  bodies: Body[]
  /** The outlet that publishes on this domain or on a parent of it. */
  outletByDomain(domain: string): Outlet | null
  bodyByDomain(domain: string): Body | null
  /** By the name before any `@server`, or by a handle that is a domain. */
  outletByHandle(handle: string): Outlet | null
  bodyByHandle(handle: string): Body | null
}

const words = (cell: string | undefined) => (cell ? cell.split(' ') : [])

/** Suffixes under which only public bodies can register, with the kind they tell. */
const officialSuffixes: [string, BodyKind][] = [
  ['police.uk', 'police'],
  ['nhs.uk', 'nhs'],
  ['nhs.wales', 'nhs'],
  ['nhs.scot', 'nhs'],
  ['hscni.net', 'nhs'],
  ['gov.uk', 'government'],
  ['gov.wales', 'government'],
  ['llyw.cymru', 'government'],
  ['gov.scot', 'government'],
  ['mod.uk', 'government'],
  ['parliament.uk', 'government'],
  ['parliament.scot', 'government'],
  ['senedd.wales', 'government'],
  ['senedd.cymru', 'government'],
  ['gov', 'government'],
  ['mil', 'government'],
]

/** The suffix of a domain that only public bodies can have; null for any other. */
export function officialSuffix(domain: string): { suffix: string; kind: BodyKind } | null {
  for (const [suffix, kind] of officialSuffixes)
    if (domain === suffix || domain.endsWith(`.${suffix}`)) return { suffix, kind }
  return null
}

/** The value of a domain or of its nearest parent with at least two labels. */
function nearest<T>(byDomain: Map<string, T>, domain: string): T | null {
  let host = domain.toLowerCase().replace(/^www\./, '')
  for (;;) {
    const found = byDomain.get(host)
    if (found) return found
    const dot = host.indexOf('.')
    if (dot < 0 || !host.includes('.', dot + 1)) return null
    host = host.slice(dot + 1)
  }
}

function makeDirectory(outlets: Outlet[], bodies: Body[]): Directory {
  const outletDomains = new Map<string, Outlet>()
  const bodyDomains = new Map<string, Body>()
  const outletHandles = new Map<string, Outlet>()
  const bodyHandles = new Map<string, Body>()
  for (const outlet of outlets) {
    if (!outletDomains.has(outlet.domain)) outletDomains.set(outlet.domain, outlet)
    for (const handle of outlet.handles) if (!outletHandles.has(handle)) outletHandles.set(handle, outlet)
  }
  for (const body of bodies) {
    if (!bodyDomains.has(body.domain)) bodyDomains.set(body.domain, body)
    for (const handle of body.handles) if (!bodyHandles.has(handle)) bodyHandles.set(handle, body)
  }
  const byHandle = <T>(handles: Map<string, T>, domains: Map<string, T>, handle: string): T | null => {
    const name = handle.toLowerCase().replace(/^@/, '')
    const at = name.indexOf('@')
    if (at > 0) {
      // On the fediverse the server's own domain is what cannot be borrowed; the name before it can.
      return nearest(domains, name.slice(at + 1)) ?? null
    }
    if (name.includes('.')) return nearest(domains, name)
    return handles.get(name) ?? null
  }
  return {
    outlets,
    bodies,
    outletByDomain: (domain) => nearest(outletDomains, domain),
    bodyByDomain: (domain) => nearest(bodyDomains, domain),
    outletByHandle: (handle) => byHandle(outletHandles, outletDomains, handle),
    bodyByHandle: (handle) => byHandle(bodyHandles, bodyDomains, handle),
  }
}

const bundled = lazily(() =>
  makeDirectory(
    bundledRows('engines/text/data/outlets.tsv').map(
      ([title = '', domain = '', handles, owner = '', districts, nation = '', site = '']) => ({
        title,
        domain,
        handles: words(handles),
        owner,
        districts: words(districts),
        nation,
        site,
      }),
    ),
    bundledRows('engines/text/data/bodies.tsv').map(([name = '', domain = '', kind = '', handles]) => ({
      name,
      domain,
      kind: kind as BodyKind,
      handles: words(handles),
    })),
  ),
)

/**
 * Outlets and public bodies of the United Kingdom from bundled open data (see `data/SOURCES.md`), with `extra` ones
 * in front: an exercise brings its own, an organisation its corrections.
 */
export function readDirectory(extra?: { outlets?: Outlet[]; bodies?: Body[] }): Directory {
  const directory = bundled()
  if (!extra?.outlets?.length && !extra?.bodies?.length) return directory
  return makeDirectory(
    [...(extra.outlets ?? []), ...directory.outlets],
    [...(extra.bodies ?? []), ...directory.bodies],
  )
}
