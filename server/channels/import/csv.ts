export type CsvRow = { row: number; cells: string[] } | { row: number; broken: string; sample: string }

/** A quoted cell that runs on for longer than this was never closed. */
const longestQuoted = 200_000
const mostLines = 2_000
const mostCells = 1_000
/** A line without quotes past this is not a row of posts. */
const longestLine = 1_000_000

/**
 * Comma-separated rows (RFC 4180 and what spreadsheets make of it) from pieces of text, one at a time. A quotation
 * mark that is never closed costs its own line only: that row is `broken` and reading goes on with the next line.
 * `row` counts records from 1; empty lines count nothing.
 */
export async function* readCsv(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const reader = new CsvReader(delimiter)
  for await (const piece of pieces) yield* reader.take(piece, false)
  yield* reader.take('', true)
}

export class CsvReader {
  readonly #delimiter: string
  #rest = ''
  #row = 0

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  *take(piece: string, last: boolean): Generator<CsvRow> {
    const text = this.#rest + piece
    let at = 0
    let quote = -2
    while (at < text.length) {
      const end = text.indexOf('\n', at)
      if (end < 0 && !last && text.length - at < longestLine) break
      const stop = end < 0 ? text.length : end
      // Looked for once, not for every line: a file without quotation marks is searched to its end each time.
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at)
      if (quote < 0 || quote >= stop) {
        const line = text.slice(at, text[stop - 1] === '\r' && end >= 0 ? stop - 1 : stop)
        at = stop + 1
        if (line.trim() === '') continue
        this.#row++
        if (line.length > longestLine)
          yield {
            row: this.#row,
            broken: 'The row is longer than a million characters',
            sample: line.slice(0, 500),
          }
        else yield this.#plain(line)
        continue
      }
      const quoted = this.#quoted(text, at, last)
      if (quoted === 'more') break
      this.#row++
      if (quoted === 'never') {
        yield {
          row: this.#row,
          broken: 'A quotation mark is opened and never closed',
          sample: text.slice(at, Math.min(stop, at + 500)),
        }
        at = stop + 1
      } else {
        at = quoted.next
        if (quoted.cells.length > mostCells)
          yield { row: this.#row, broken: `The row has more than ${mostCells} columns`, sample: '' }
        else yield { row: this.#row, cells: quoted.cells }
      }
    }
    this.#rest = at < text.length ? text.slice(at) : ''
  }

  #plain(line: string): CsvRow {
    const cells = line.split(this.#delimiter)
    if (cells.length > mostCells)
      return {
        row: this.#row,
        broken: `The row has more than ${mostCells} columns`,
        sample: line.slice(0, 500),
      }
    return { row: this.#row, cells }
  }

  /** A record that has a quotation mark in its first line: read cell by cell. */
  #quoted(text: string, from: number, last: boolean): { cells: string[]; next: number } | 'more' | 'never' {
    const cells: string[] = []
    let at = from
    for (;;) {
      // Spaces before an opening quotation mark are forgiven; many tools write `a, "b"`.
      let open = at
      while (text[open] === ' ') open++
      if (text[open] === '"') {
        const closed = this.#closing(text, open + 1)
        if (closed < 0) {
          if (!last && text.length - open < longestQuoted) return 'more'
          return 'never'
        }
        if (closed - open > longestQuoted) return 'never'
        const cell = text.slice(open + 1, closed).replaceAll('""', '"')
        if (cell.length > 2_000 && cell.split('\n').length > mostLines) return 'never'
        at = closed + 1
        // What stands between the closing mark and the next delimiter belongs to nobody.
        const stray = this.#until(text, at)
        if (stray.end === text.length && !last) return 'more'
        cells.push(cell + text.slice(at, stray.end).replace(/\r$/, '').trimEnd())
        at = stray.end
      } else {
        const { end } = this.#until(text, at)
        if (end === text.length && !last) return 'more'
        cells.push(text.slice(at, end).replace(/\r$/, ''))
        at = end
      }
      if (at >= text.length) return { cells, next: at }
      if (text[at] === '\n') return { cells, next: at + 1 }
      at++
      if (cells.length > mostCells) return 'never'
    }
  }

  /** Where the quoted cell ends: a mark that is not doubled. Found at the very end of the text it may yet be doubled. */
  #closing(text: string, from: number): number {
    let at = from
    for (;;) {
      const mark = text.indexOf('"', at)
      if (mark < 0) return -1
      if (text[mark + 1] !== '"') return mark
      at = mark + 2
    }
  }

  #until(text: string, from: number): { end: number } {
    const line = text.indexOf('\n', from)
    const cell = text.indexOf(this.#delimiter, from)
    const ends = [line, cell].filter((n) => n >= 0)
    return { end: ends.length > 0 ? Math.min(...ends) : text.length }
  }
}

/** Lines of text, numbered from 1, empty ones passed over but counted. */
export async function* readLines(
  pieces: AsyncIterable<string>,
): AsyncGenerator<{ row: number; line: string }> {
  let rest = ''
  let row = 0
  for await (const piece of pieces) {
    const text = rest + piece
    let at = 0
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      row++
      const line = text.slice(at, end).trim()
      if (line !== '') yield { row, line }
      at = end + 1
    }
    rest = text.slice(at)
    if (rest.length > longestLine * 12) {
      yield { row: row + 1, line: rest }
      rest = ''
    }
  }
  row++
  if (rest.trim() !== '') yield { row, line: rest.trim() }
}
