import { foldWord, type Gazetteer } from './gazetteer.ts'

/** A word of a text as places are looked for: where it stands and how it is written. */
export interface Word {
  start: number
  end: number
  folded: string
  /** Begins with a capital letter. */
  capital: boolean
  allCapitals: boolean
  /** Part of a hashtag. */
  tag: boolean
  digits: boolean
  /** Nothing, or the end of a sentence, stands before. */
  startsSentence: boolean
}

const token = /[#@]?[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:['’][\p{L}]+)*/gu
const address = /^(https?:\/\/|www\.)/i

/**
 * The words of a text. Mentions and addresses are left out; a hashtag becomes its words, split at capitals, or the
 * whole tag when the gazetteer knows it. A trailing 's is not part of a name ("Burnley's"), an inner one is ("King's").
 */
export function scanWords(text: string, gazetteer: Gazetteer): Word[] {
  const found: Word[] = []
  let sentence = true
  let previous = 0
  token.lastIndex = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index
    const raw = match[0]
    if (raw.charCodeAt(0) === 64) {
      previous = token.lastIndex
      sentence = false
      continue
    }
    if ((raw === 'http' || raw === 'https' || raw === 'www') && address.test(text.slice(start, start + 8))) {
      const rest = /\s|$/g
      rest.lastIndex = start
      token.lastIndex = Math.max(token.lastIndex, rest.exec(text)!.index)
      previous = token.lastIndex
      continue
    }
    if (start > previous && /[.!?\n:“"]/.test(text.slice(previous, start))) sentence = true
    if (raw.charCodeAt(0) === 35) tagWords(raw, start, gazetteer, found)
    else {
      const own = /['’]s$/i.test(raw) && !gazetteer.longest.has(foldWord(raw)) ? raw.slice(0, -2) : raw
      push(found, own, start, false, sentence)
    }
    sentence = false
    previous = token.lastIndex
  }
  return found
}

function push(found: Word[], raw: string, start: number, tag: boolean, startsSentence: boolean): void {
  const code = raw.charCodeAt(0)
  const capital = code < 128 ? code >= 65 && code <= 90 : raw[0] !== raw[0]!.toLowerCase()
  found.push({
    start,
    end: start + raw.length,
    folded: foldWord(raw),
    capital,
    allCapitals: capital && raw.length > 1 && raw === raw.toUpperCase(),
    tag,
    digits: /\d/.test(raw),
    startsSentence,
  })
}

function tagWords(raw: string, start: number, gazetteer: Gazetteer, found: Word[]): void {
  const body = raw.slice(1)
  if (gazetteer.byName.has(foldWord(body))) {
    push(found, body, start + 1, true, false)
    return
  }
  const part = /\p{Lu}?[\p{Ll}]+|\p{Lu}+(?!\p{Ll})|\d+/gu
  for (const piece of body.matchAll(part)) push(found, piece[0], start + 1 + piece.index, true, false)
}
