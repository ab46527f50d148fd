import { Parser } from 'htmlparser2'
import { because, type Why } from '../channel.ts'
import { plainReferences, withoutDoctype } from './references.ts'

/** An element of a feed. `name` is `prefix:local` with the prefix everyone knows the namespace by, in lower case. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** Own characters, CDATA included, references undone. */
  text: string
  /** What stood between the tags, as written; for markup that was not escaped. */
  inner: string
  /** The address that relative addresses in here are relative to. */
  base: string | undefined
  lang: string | undefined
}

export class RefusedXml extends Error {
  readonly why: Why
  constructor(why: Why) {
    super(why.says)
    this.why = why
  }
}

const ROOTS = new Set(['rss', 'atom:feed', 'rdf:rdf', 'channel', 'atom:entry', 'entry'])

export interface XmlLimits {
  depth: number
  elements: number
}

const NAMESPACES: [RegExp, string][] = [
  [/^https?:\/\/www\.w3\.org\/2005\/atom\/?$/, 'atom'],
  [/^https?:\/\/(www\.)?purl\.org\/atom\/(ns#|app#)?/, 'atom'],
  [/^https?:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#?$/, 'rdf'],
  [
    /^https?:\/\/(purl\.org\/rss\/|my\.netscape\.com\/|channel\.netscape\.com\/|backend\.userland\.com\/|blogs\.law\.harvard\.edu\/|cyber\.(law\.)?harvard\.edu\/|(www\.)?rssboard\.org\/)/,
    '',
  ],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/, 'content'],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/syndication\/?$/, 'sy'],
  [/^https?:\/\/purl\.org\/dc\/elements\/1\.[01]\/?$/, 'dc'],
  [/^https?:\/\/purl\.org\/dc\/terms\/?$/, 'dcterms'],
  [
    /^https?:\/\/search\.yahoo\.com\/mrss\/?$|^https?:\/\/(www\.rssboard\.org\/media-rss|tools\.search\.yahoo\.com\/mrss)/,
    'media',
  ],
  [/^https?:\/\/www\.itunes\.com\/dtds\/podcast-1\.0\.dtd$/, 'itunes'],
  [/^https?:\/\/rssnamespace\.org\/feedburner|feedburner/, 'feedburner'],
  [/^https?:\/\/www\.w3\.org\/1999\/xhtml$/, 'xhtml'],
  [/^https?:\/\/www\.w3\.org\/xml\/1998\/namespace$/, 'xml'],
]

function prefixOf(uri: string, written: string): string {
  const lower = uri.trim().toLowerCase()
  // Modules of RSS 1.0 live under the same root as RSS 1.0 itself, so they are looked for first.
  const module = /\/rss\/1\.0\/modules\/(\w+)\/?$/.exec(lower)
  if (module) return module[1] === 'syndication' ? 'sy' : module[1]!
  for (const [pattern, prefix] of NAMESPACES) if (pattern.test(lower)) return prefix
  return written.toLowerCase()
}

/**
 * XML (or what claims to be it) as a tree, and what a person should know of it. Never expands an entity that the
 * document defines. Truncated or ill-formed input gives the tree as far as it can be read; names of elements may be
 * written in any case. Work is linear in the input and handed back to the event loop every 128 kB.
 */
export async function readXml(
  written: string,
  base: string | undefined,
  limits: XmlLimits,
): Promise<{ root: Element | null; remark: string | null }> {
  const typed = withoutDoctype(written)
  if (!typed) throw new RefusedXml(because('endless-type'))
  const source = await plainReferences(typed.text)
  const root: Element = { name: '', attributes: {}, children: [], text: '', inner: '', base, lang: undefined }
  const stack: { element: Element; from: number; scope: Record<string, string> }[] = [
    { element: root, from: 0, scope: {} },
  ]
  let elements = 0
  const parser = new Parser(
    {
      onopentag(written, attributes) {
        if (stack.length > limits.depth) throw new RefusedXml(because('too-deep', limits.depth))
        if (++elements > limits.elements)
          throw new RefusedXml(because('too-many-elements', limits.elements.toLocaleString('en-GB')))
        const above = stack.at(-1)!
        const scope = scopeOf(attributes, above.scope)
        const element: Element = {
          name: canonical(written, scope, above.element),
          attributes: namesOf(attributes, scope),
          children: [],
          text: '',
          inner: '',
          base: above.element.base,
          lang: above.element.lang,
        }
        const own = element.attributes['xml:base']
        if (own !== undefined && URL.canParse(own.trim(), element.base))
          element.base = new URL(own.trim(), element.base).href
        element.lang = element.attributes['xml:lang'] ?? element.lang
        above.element.children.push(element)
        stack.push({ element, from: parser.endIndex + 1, scope })
      },
      ontext(text) {
        stack.at(-1)!.element.text += text
      },
      onclosetag() {
        const { element, from } = stack.pop()!
        // A self-closed element ends where it began.
        if (element.children.length > 0) element.inner = source.slice(from, Math.max(from, parser.startIndex))
      },
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  const piece = 131_072
  for (let at = 0; at < source.length; at += piece) {
    parser.write(source.slice(at, at + piece))
    if (at + piece < source.length) await new Promise((resolve) => setImmediate(resolve))
  }
  parser.end()
  const feed = root.children.find((c) => ROOTS.has(c.name)) ?? root.children[0] ?? null
  const remark = typed.defines
    ? 'It defines entities of its own, which can be used to attack a reader; they were left out'
    : null
  return { root: feed, remark }
}

function scopeOf(attributes: Record<string, string>, above: Record<string, string>): Record<string, string> {
  let scope = above
  for (const name in attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    if (scope === above) scope = { ...above }
    const written = name === 'xmlns' ? '' : name.slice(6)
    scope[written] = prefixOf(attributes[name]!, written)
  }
  return scope
}

function canonical(written: string, scope: Record<string, string>, above: Element): string {
  const colon = written.indexOf(':')
  const prefix = colon < 0 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1).toLowerCase()
  const known = Object.hasOwn(scope, prefix) ? scope[prefix]! : prefix.toLowerCase()
  // `<feed>` without a namespace is Atom all the same, and so is what stands in it.
  if (known === '' && prefix === '' && (local === 'feed' || above.name.startsWith('atom:')))
    return `atom:${local}`
  return known === '' ? local : `${known}:${local}`
}

function namesOf(attributes: Record<string, string>, scope: Record<string, string>): Record<string, string> {
  const names: Record<string, string> = {}
  for (const name in attributes) {
    const colon = name.indexOf(':')
    const prefix = colon < 0 ? '' : name.slice(0, colon)
    const known = prefix === '' ? '' : Object.hasOwn(scope, prefix) ? scope[prefix]! : prefix.toLowerCase()
    const local = name.slice(colon + 1).toLowerCase()
    names[known === '' ? local : `${known}:${local}`] = attributes[name]!
  }
  return names
}

/** The first child of one of these names, in the order of the names. */
export function child(element: Element, ...names: string[]): Element | undefined {
  for (const name of names) {
    const found = element.children.find((c) => c.name === name)
    if (found) return found
  }
  return undefined
}

export const children = (element: Element, ...names: string[]): Element[] =>
  element.children.filter((c) => names.includes(c.name))

/** The characters of an element, trimmed; with markup in it, the markup as written. Null when there is nothing. */
export function words(element: Element | undefined): string | null {
  if (!element) return null
  const value = (element.children.length > 0 ? stripCdata(element.inner) : element.text).trim()
  return value === '' ? null : value
}

/** What stands in CDATA sections stands there plainly; one that never ends is left as it is. */
function stripCdata(markup: string): string {
  let plain = ''
  let from = 0
  for (;;) {
    const open = markup.indexOf('<![CDATA[', from)
    const close = open < 0 ? -1 : markup.indexOf(']]>', open + 9)
    if (close < 0) return plain + markup.slice(from)
    plain += markup.slice(from, open) + markup.slice(open + 9, close)
    from = close + 3
  }
}

/** An address against the base of its element; as written when it cannot be resolved. */
export function resolved(address: string | null | undefined, element: Element): string | null {
  const trimmed = address?.trim()
  if (!trimmed) return null
  return URL.canParse(trimmed, element.base) ? new URL(trimmed, element.base).href : trimmed
}
