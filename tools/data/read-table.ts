import { readFileSync } from 'node:fs'

/**
 * The rows of a CSV text (RFC 4180 quoting) as lists of cells; the first row is the header. A quote in the middle of
 * an unquoted cell is text: the outlet tables have such cells.
 */
export function cells(text: string, separator = ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const source = text.replace(/^\uFEFF/, '')
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    if (quoted) {
      if (c !== '"') cell += c
      else if (source[i + 1] === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === separator) {
      row.push(cell)
      cell = ''
    } else if (c === '\n') {
      row.push(cell.replace(/\r$/, ''))
      rows.push(row)
      row = []
      cell = ''
    } else cell += c
  }
  if (cell !== '' || row.length > 0) {
    row.push(cell)
    rows.push(row)
  }
  return rows
}

/** A CSV file as one object a row, keyed by the header's cells (trimmed). */
export function readTable(path: string, separator = ','): Record<string, string>[] {
  const [header = [], ...rows] = cells(readFileSync(path, 'utf8'), separator)
  const names = header.map((name) => name.trim())
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, (row[i] ?? '').trim()])))
}

/** The host of an address in lower case without `www.`; null when it is no address. */
export function hostOf(address: string): string | null {
  const trimmed = address.trim().toLowerCase()
  if (trimmed === '' || trimmed === 'na') return null
  const url = URL.parse(/^https?:/.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (!url?.hostname.includes('.')) return null
  return url.hostname.replace(/^www\d?\./, '')
}

/** A tab-separated file body; refuses a cell that would break it. */
export function toTsv(rows: (string | number)[][]): string {
  return `${rows
    .map((row) =>
      row
        .map((cell) => {
          const text = String(cell)
          if (/[\t\n]/.test(text)) throw new Error(`a tab or line break in a cell: ${text}`)
          return text
        })
        .join('\t'),
    )
    .join('\n')}\n`
}
