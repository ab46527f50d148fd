/** What a person should know about how bytes became text; null when there is nothing to say. */
export interface Decoded {
  text: string
  charset: string
  remark: string | null
}

/**
 * Bytes as text. A byte order mark is certain; bytes that are well-formed UTF-8 and not plain ASCII are UTF-8
 * whatever they claim (nothing else comes out so by chance); then what the server, then what the document says;
 * Windows-1252 when nothing holds, which reads any byte.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoded {
  if (starts(bytes, 0xef, 0xbb, 0xbf)) return as('utf-8', bytes.subarray(3))
  // Before UTF-16, whose mark the four-byte one begins with.
  if (starts(bytes, 0xff, 0xfe, 0, 0) || starts(bytes, 0x3c, 0, 0, 0)) return utf32(bytes, true)
  if (starts(bytes, 0, 0, 0xfe, 0xff) || starts(bytes, 0, 0, 0, 0x3c)) return utf32(bytes, false)
  if (starts(bytes, 0xfe, 0xff)) return as('utf-16be', bytes.subarray(2))
  if (starts(bytes, 0xff, 0xfe)) return as('utf-16le', bytes.subarray(2))
  if (starts(bytes, 0x00, 0x3c)) return as('utf-16be', bytes)
  if (starts(bytes, 0x3c, 0x00)) return as('utf-16le', bytes)

  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024))
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1] ?? inMeta(head)
  const served = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]
  const claims = [served, declared].map(labelOf).filter((label) => label !== null)
  // Escape-coded sets are pure ASCII on the wire: only the claim gives them away.
  const escaped = claims.find((label) => label === 'iso-2022-jp')
  if (escaped) return as(escaped, bytes)
  const utf8 = strictly('utf-8', bytes)
  if (utf8 !== null) return { text: utf8, charset: 'utf-8', remark: null }
  for (const label of claims) {
    if (label === 'utf-8' || label.startsWith('utf-16')) continue
    const text = strictly(label, bytes)
    if (text !== null) return { text, charset: label, remark: null }
  }
  if (claims.includes('utf-8') && mostlyUtf8(bytes)) {
    return { ...as('utf-8', bytes), remark: 'Some bytes are not UTF-8 as claimed; they show as �' }
  }
  const said = claims[0] ? `${claims[0]} as claimed` : 'UTF-8'
  return { ...as('windows-1252', bytes), remark: `The bytes are not ${said}; read as Windows-1252` }
}

const starts = (bytes: Uint8Array, ...head: number[]): boolean => head.every((b, i) => bytes[i] === b)

const as = (charset: string, bytes: Uint8Array): Decoded => ({
  text: new TextDecoder(charset).decode(bytes),
  charset,
  remark: null,
})

/** Which no web browser reads, and old tools write. */
function utf32(bytes: Uint8Array, little: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let n = 0; n + 4 <= bytes.length; n += 4) {
    const code = view.getUint32(n, little)
    if (code === 0xfeff && n === 0) continue
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code))
  }
  return { text: parts.join(''), charset: little ? 'utf-32le' : 'utf-32be', remark: null }
}

/** The set that a claim means; names that only programmers use (`latin-1`, `cp1252`, `euc_jp`) are known too. */
function labelOf(claim: string | undefined): string | null {
  if (!claim) return null
  const plain = claim.toLowerCase().replaceAll('_', '-')
  const page = /^(?:cp|win|windows)-?(\d{3,4})$/.exec(plain)?.[1]
  for (const label of [claim, plain, plain.replaceAll('-', ''), `windows-${page}`, `ibm${page}`]) {
    try {
      return new TextDecoder(label).encoding
    } catch {
      // The next way to write it may be one that is known.
    }
  }
  return null
}

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Whether a document is UTF-8 with a few broken characters rather than another set altogether. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  let broken = 0
  let good = 0
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    if (code === 0xfffd) broken++
    else if (code > 0x7f) good++
  }
  return good > broken * 4
}

/** What a `meta` element of a page says its character set is. */
function inMeta(head: string): string | undefined {
  for (const element of head.split(/<meta/i).slice(1)) {
    const declared = /charset\s{0,9}=\s{0,9}["']?([\w-]+)/i.exec(element.split('>', 1)[0]!)?.[1]
    if (declared) return declared
  }
  return undefined
}
