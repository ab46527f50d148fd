/**
 * Reads RFC 4180 text strictly: every record ends in CRLF, quotes only around whole cells, every row as long as the
 * first. Throws with the offset of the first character that does not fit. Its own, so that the writer is not its judge.
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  const wrong = (): never => {
    throw new Error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`)
  }
  let row: string[] = []
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      at++
      for (;;) {
        const end = text.indexOf('"', at)
        if (end < 0) wrong()
        cell += text.slice(at, end)
        at = end + 1
        if (text[at] !== '"') break
        cell += '"'
        at++
      }
    } else {
      const end = /[,\r\n"]/.exec(text.slice(at))?.index ?? wrong()
      cell = text.slice(at, at + end)
      at += end
    }
    row.push(cell)
    if (text[at] === ',') at++
    else if (text.startsWith('\r\n', at)) {
      at += 2
      if (rows.length > 0 && row.length !== rows[0]!.length) wrong()
      rows.push(row)
      row = []
    } else wrong()
  }
  if (row.length > 0) wrong()
  return rows
}
