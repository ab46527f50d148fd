import { existsSync, readFileSync } from 'node:fs'

/** The pairs of source and translation in a compiled gettext catalogue (GNU .mo, little-endian); plurals apart. */
export function readCatalogue(path: string): { source: string; translation: string }[] {
  if (!existsSync(path)) return []
  const bytes = readFileSync(path)
  if (bytes.readUInt32LE(0) !== 0x950412de) return []
  const count = bytes.readUInt32LE(8)
  const sources = bytes.readUInt32LE(12)
  const translations = bytes.readUInt32LE(16)
  const at = (table: number, i: number) => {
    const length = bytes.readUInt32LE(table + 8 * i)
    const offset = bytes.readUInt32LE(table + 8 * i + 4)
    return bytes.toString('utf8', offset, offset + length)
  }
  const pairs: { source: string; translation: string }[] = []
  for (let i = 0; i < count; i++) {
    const source = plain(at(sources, i).split('\u0004').pop()!.split('\0')[0]!)
    if (source === '') continue
    for (const translation of at(translations, i).split('\0'))
      pairs.push({ source, translation: plain(translation) })
  }
  return pairs
}

/** Words only: no contexts, placeholders, tags, key marks, options or addresses. */
const plain = (text: string): string =>
  text
    .replace(/^\?[a-zA-Z][^:]*:/, '')
    .replace(/<[^>]*>|%(?:\(\w+\))?[-#0-9$.*]*[a-zA-Z]|&\w+;|\{[^}]*\}|\$\w+/g, ' ')
    // An option ("--help") begins a word: "an-dràsta" and "an t-sràid" are none.
    .replace(/(?<![\p{L}\p{N}])--?[a-z][\w-]*|\S*[/\\@=]\S*|\b[A-Z_]{3,}\b/gu, ' ')
    .replace(/[_&~](?=\p{L})/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
