import { firstHand } from './first-hand.ts'
import { type Emit, mix, seed } from './hashing.ts'
import { letterRuns } from './letter-runs.ts'
import { subjectSigns } from './source-signs.ts'
import { tokenise } from './tokenise.ts'

export interface SourceReading {
  words: string[]
  start: number[]
  end: number[]
  /** The phrase by which it says that its author is there, if any. */
  phrase: string | null
  /** Signs of how the post was made, not of what it says. */
  signs: string[]
  /** Signs of where its author stands, and each two of them that stand together. */
  subjects: string[]
  pairs: string[]
}

const own = new Set('i im ive id ill me my mine we our us were weve'.split(' '))
const senses = new Set(
  'see saw seen watching hear heard hearing smell felt feel feeling outside window street house home garden road stuck here just now'.split(
    ' ',
  ),
)

/** What a post's text shows of who wrote it: its words, whom it repeats, and its making. */
export function readSource(text: string): SourceReading {
  const words: string[] = []
  const start: number[] = []
  const end: number[] = []
  let last = -1
  let people = 0
  let own1 = 0
  let sense = 0
  for (const token of tokenise(text)) {
    // A handle or tag stands for itself; its inner words would count twice.
    if (token.start < last) continue
    words.push(token.word)
    start.push(token.start)
    end.push(token.end)
    last = token.end
    if (token.word.charCodeAt(0) === 64) people++
    if (own.has(token.word)) own1++
    if (senses.has(token.word)) sense++
  }
  const signs: string[] = []
  const links = text.match(/https?:\/\/\S*|\bhttps?…|\bht?t?p?…?$/g)?.length ?? 0
  const retweet = /^\W*(RT|MT)\b/i.test(text) || /\b(RT|MT) @/.test(text)
  signs.push(
    `links${Math.min(2, links)}`,
    `people${Math.min(3, people)}`,
    `own${Math.min(2, own1)}`,
    `senses${Math.min(2, sense)}`,
  )
  if (retweet) signs.push('retweet', `retweet-links${Math.min(1, links)}`)
  else
    signs.push(
      'first',
      `first-links${Math.min(1, links)}`,
      `first-own${Math.min(1, own1)}`,
      `first-people${Math.min(1, people)}`,
    )
  if (own1 > 0) signs.push(`own-senses${Math.min(2, sense)}`)
  const phrase = firstHand(text)
  if (phrase !== null) signs.push('first-hand', `first-hand-links${Math.min(1, links)}`)
  if (/^@/.test(text)) signs.push('answer')
  if (/\bvia @?\w/i.test(text)) signs.push('via')
  if (/(\.\.\.|…) ?https?:/.test(text)) signs.push('cut-headline')
  if (/^[A-Z][^.!?]*(: |- )[A-Z]/.test(text)) signs.push('headline')
  if (/!/.test(text)) signs.push('exclaims')
  if (/\?/.test(text)) signs.push('asks')
  if (/[“"]/.test(text) && text.split(/[\n\r\u2028\u2029]/).some(hasQuotation)) signs.push('quotes')
  if (/\d/.test(text)) signs.push('figures')
  if (/\b(lol|omg|wtf|haha+|smh|u|ur|gonna|wanna)\b|[:;]-?[()DP]|\p{Extended_Pictographic}/iu.test(text))
    signs.push('chat')
  const capitals = text.match(/\b\p{Lu}\p{Ll}+/gu)?.length ?? 0
  signs.push(
    `capitals${Math.min(4, Math.round((capitals / Math.max(1, words.length)) * 6))}`,
    `length${Math.min(5, words.length >> 2)}`,
  )
  const tags = text.match(/#/g)?.length ?? 0
  signs.push(`tags${Math.min(3, tags)}`)
  const { signs: subjects, pairs } = subjectSigns(text, retweet, phrase !== null)
  return { words, start, end, phrase, signs, subjects, pairs }
}

const strengthOf = { word: 1, pair: 0.7, handle: 0.6, sign: 1.2, subject: 1, both: 0.5, letters: 0.4 }

/** Calls `emit` for each feature: words, pairs, runs of letters of words and of the handles named, and the signs. */
export function sourceFeatures({ words, signs, subjects, pairs }: SourceReading, emit: Emit): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    emit(mix(seed ^ 0x100, word), strengthOf.word, i, i)
    if (i + 1 < words.length) emit(mix(mix(seed ^ 0x102, word), words[i + 1]!), strengthOf.pair, i, i + 1)
    if (word.charCodeAt(0) === 64) {
      const start = seed ^ (i <= 1 ? 0x105 : 0x106)
      letterRuns(start, `${word}_`, strengthOf.handle, i, emit)
    } else {
      if (word.length > 4 && word.charCodeAt(0) > 96)
        emit(mix(seed ^ 0x107, word.slice(0, 4)), strengthOf.pair, i, i)
      if (word.length > 2) letterRuns(seed ^ 0x10c, `_${word}_`, strengthOf.letters, i, emit)
    }
  }
  if (words.length > 0) emit(mix(seed ^ 0x108, words[0]!), strengthOf.word, 0, 0)
  for (const sign of signs) emit(mix(seed ^ 0x109, sign), strengthOf.sign, -1, -1)
  for (const sign of subjects) emit(mix(seed ^ 0x10a, sign), strengthOf.subject, -1, -1)
  for (const pair of pairs) emit(mix(seed ^ 0x10b, pair), strengthOf.both, -1, -1)
}

/** Whether something of eight letters or more stands between two quotation marks of a line. */
function hasQuotation(line: string): boolean {
  const open = line.search(/[“"]/)
  return open >= 0 && Math.max(line.lastIndexOf('”'), line.lastIndexOf('"')) > open + 8
}
