import { Parser } from 'htmlparser2'

/** What stands in a feed's prolog and between its words that XML itself does not know. */

const XML_OWN = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])
/** Names that HTML does not know, looked up before the rest of a document's are left as they stand. */
const patience = 200
/** Windows-1252 in 0x80–0x9f: what `&#146;` means to those who write it. */
const windows = new TextDecoder('windows-1252')
const known = new Map<string, string>()

/**
 * Named references of HTML (`&eacute;`) and numbers from Windows (`&#146;`) as numbers that XML reads. CDATA stays as
 * it is; a name that nobody knows stays too, as the words it looks like. Linear in the input, and handed back to the
 * event loop now and then.
 */
export async function plainReferences(source: string): Promise<string> {
  const reference = /&(?:([A-Za-z][A-Za-z0-9]{1,31});|#(?:x0*([89][0-9a-f])|0*(1[2-5]\d));)/iy
  const out: string[] = []
  let from = 0
  let unknown = 0
  let rested = 0
  let section = source.indexOf('<![CDATA[')
  for (let at = source.indexOf('&'); at >= 0; at = source.indexOf('&', at + 1)) {
    while (section >= 0 && section < at) {
      const end = source.indexOf(']]>', section)
      if (end < 0) return out.join('') + source.slice(from)
      section = source.indexOf('<![CDATA[', end)
      at = Math.max(at, end)
    }
    if (source[at] !== '&') continue
    if (at - rested > 131_072) {
      rested = at
      await new Promise((resolve) => setImmediate(resolve))
    }
    reference.lastIndex = at
    const found = reference.exec(source)
    if (!found) continue
    const [whole, name, hex, decimal] = found
    if (name !== undefined && (XML_OWN.has(name) || unknown >= patience)) continue
    const text =
      name === undefined ? fromWindows(hex ? Number.parseInt(hex, 16) : Number(decimal)) : named(name)
    if (text === null) {
      unknown++
      continue
    }
    out.push(source.slice(from, at), numbered(text))
    from = at + whole.length
  }
  return out.join('') + source.slice(from)
}

const numbered = (text: string): string => [...text].map((c) => `&#${c.codePointAt(0)};`).join('')

const fromWindows = (code: number): string | null =>
  code >= 0x80 && code <= 0x9f ? windows.decode(Uint8Array.of(code)) : null

function named(name: string): string | null {
  const before = known.get(name)
  if (before !== undefined) return before
  let text = ''
  const parser = new Parser({ ontext: (part) => (text += part) }, { decodeEntities: true })
  parser.write(`&${name};`)
  parser.end()
  // `&notit;` is `&not;` and two letters to a browser; here it is a name that nobody knows.
  if (text.startsWith('&') || text.endsWith(';')) return null
  known.set(name, text)
  return text
}

/**
 * A document without its document type. Entities that it defines are not read, let alone expanded or fetched:
 * where they are used their names stand. `defines` tells whether it had any; null when its type never ends.
 */
export function withoutDoctype(source: string): { text: string; defines: boolean } | null {
  const first = source.search(/<[A-Za-z_]/)
  const begin = source.slice(0, first < 0 ? source.length : first).search(/<!DOCTYPE/i)
  if (begin < 0) return { text: source, defines: false }
  let depth = 0
  let defines = false
  let at = begin + 9
  while (at < source.length) {
    const c = source[at]!
    if (c === '"' || c === "'") {
      const end = source.indexOf(c, at + 1)
      if (end < 0) return null
      at = end
    } else if (source.startsWith('<!--', at)) {
      const end = source.indexOf('-->', at + 4)
      if (end < 0) return null
      at = end + 2
    } else if (c === '[') {
      depth++
      defines = true
    } else if (c === ']') depth--
    else if (c === '>' && depth <= 0) return { text: source.slice(0, begin) + source.slice(at + 1), defines }
    at++
  }
  return null
}
