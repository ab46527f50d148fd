/** A stretch of a post's text and what stands there. */
export interface Piece {
  text: string
  mark: boolean
  place: string | null
}

interface Spanned {
  start: number
  end: number
}

/** Cuts a text at its highlights and places. Spans that overlap, run backwards or leave the text are tolerated. */
export function pieces(
  text: string,
  highlights: Spanned[],
  places: (Spanned & { name: string })[] = [],
): Piece[] {
  const cuts = new Set([0, text.length])
  const inside = (span: Spanned) => span.start >= 0 && span.start < span.end && span.end <= text.length
  const marks = highlights.filter(inside)
  const where = places.filter(inside)
  for (const { start, end } of [...marks, ...where]) cuts.add(start).add(end)
  const edges = [...cuts].sort((a, b) => a - b)
  const out: Piece[] = []
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!
    const end = edges[i + 1]!
    if (start === end) continue
    const covers = (span: Spanned) => span.start <= start && span.end >= end
    const piece = {
      text: text.slice(start, end),
      mark: marks.some(covers),
      place: where.find(covers)?.name ?? null,
    }
    const last = out.at(-1)
    if (last && last.mark === piece.mark && last.place === piece.place) last.text += piece.text
    else out.push(piece)
  }
  return out
}

/** Where a mistake stands in a query that may have several lines: the line, and how far into it (in characters as shown). */
export function pointAt(
  text: string,
  at: number,
  length = 1,
): { line: string; before: string; under: string; row: number } {
  const to = Math.min(Math.max(at, 0), text.length)
  const start = text.lastIndexOf('\n', to - 1) + 1
  const end = text.indexOf('\n', to)
  const line = text.slice(start, end < 0 ? text.length : end)
  const row = text.slice(0, start).split('\n').length
  const shown = line.slice(to - start, to - start + Math.max(1, length))
  return { line, before: line.slice(0, to - start), under: shown || ' ', row }
}
