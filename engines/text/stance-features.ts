import { lazily } from './bundled.ts'
import { type Emit, mix, seed } from './hashing.ts'
import { letterRuns } from './letter-runs.ts'
import { PatternFilter } from './pattern-filter.ts'
import { tokenise } from './tokenise.ts'

/** A reply and what it replies to. */
export interface StanceFacts {
  text: string
  /** The post that made the claim, or the claim in words. */
  claim: string
  /** The text is that post itself. */
  origin?: boolean
  /** The reply that this one answers, where it does not answer the claim itself. */
  parent?: string
}

export interface StanceReading {
  words: string[]
  start: number[]
  end: number[]
  signs: [string, number][]
}

const common = new Set(
  'a an the to of in on at is are was were be been it this that and or for with as by from has have had he she they we i you not no do does did rt via'.split(
    ' ',
  ),
)
const negations = new Set(
  'no not never none nobody nothing cant dont doesnt didnt isnt wasnt arent wont wouldnt cannot aint nor couldnt shouldnt hasnt havent'.split(
    ' ',
  ),
)
const denies =
  /\b(?:not true|untrue|false|fake|hoax|lies?|lying|liars?|wrong|incorrect|debunked|bs|bullshit|bogus|nonsense|rubbish|no evidence|never happened|didn['’]?t happen|isn['’]?t true|doubt|not confirmed|unconfirmed|misinformation|rumou?rs?|stop spreading|propaganda|disagree|actually|made up|photoshop\w{0,4}|there (?:is|was) no|conspiracy|inaccurate|mistaken|retract\w{0,3}|delete this|correction)\b/i
const cues: [string, RegExp][] = [
  ['?', /\?/],
  ['?end', /\?\s{0,3}(?:https?:\S{1,40})?$/],
  ['!', /!/],
  ['denies', denies],
  [
    'queries',
    /\b(?:sources?|proof|evidence|link|confirmed|confirm|verify|verified|is (?:this|that|it) (?:true|real|confirmed)|are you sure|any (?:info|news|updates?|word|idea)|really|how do (?:you|we|they) know|who says|says who)\b/i,
  ],
  [
    'supports',
    /\b(?:true|exactly|agreed?|yes|yep|yup|confirmed|right|indeed|this|absolutely|correct|breaking|reports?|says|according|confirms?)\b/i,
  ],
  [
    'feels',
    /\b(?:pray\w{0,4}|thoughts|rip|sad|omg|wow|lol|god|hope|hoping|condolences|love|hate|shame|disgusting|terrible|horrible|heartbreaking)\b/i,
  ],
  ['swears', /\b(?:fuck\w{0,4}|shit\w{0,3}|idiots?|stupid|moron\w?|ass\w{0,4}|dumb\w{0,4}|crap|wtf|stfu)\b/i],
  [
    'opens-asking',
    /^(?:who|what|why|how|when|where|which|is|are|was|were|did|does|do|can|could|so|and|any)\b/i,
  ],
  ['trails', /\.\.\./],
  ['shouts', /(?<!\S)[A-Z]{4}/],
  ['you', /\b(?:you|your|ur|u)\b/i],
  ['me', /\b(?:i|my|me|i['’]m)\b/i],
  ['quotes', /[“"][^@]/],
]
const cueFilter = lazily(() => new PatternFilter(cues.map(([, pattern]) => pattern)))
const repeats = /\b(?:RT|MT)\b|[“"]@/

/** The reply's words, the cues in it, and how much of the claim it says again. */
export function readStance({ text, claim, origin = false, parent }: StanceFacts): StanceReading {
  const from = /^[.\s]{0,5}(?:@\w+[\s,:]{0,3}){0,40}/.exec(text)![0].length
  const body = text.slice(from)
  const words: string[] = []
  const start: number[] = []
  const end: number[] = []
  for (const token of tokenise(blank(body))) {
    words.push(token.word)
    start.push(from + token.start)
    end.push(from + token.end)
  }
  const filter = cueFilter()
  filter.read(body)
  const found: string[] = []
  for (let p = 0; p < cues.length; p++) if (filter.may(p) && cues[p]![1].test(body)) found.push(cues[p]![0])
  if (words.some((word) => negations.has(word))) found.push('negates')
  if (/https?:/.test(text)) found.push('links')
  if (repeats.test(text)) found.push('repeats')
  const place = origin ? 'origin' : parent === undefined ? 'direct' : 'nested'
  const signs: [string, number][] = [[place, 1.2]]
  for (const [i, one] of found.entries()) {
    signs.push([one, 1.2], [`${one}/${place}`, 0.8])
    for (const other of found.slice(i + 1)) signs.push([`${one}&${other}`, 0.5])
  }
  signs.push([`words${Math.min(6, words.length >> 2)}`, 1.2])
  signs.push([`people${Math.min(3, text.match(/@\w/g)?.length ?? 0)}`, 1.2])
  againstClaim(words, claim, found, signs)
  if (/\?/.test(claim)) signs.push(['claim-asks', 1.2])
  if (parent !== undefined) {
    if (/\?/.test(parent)) signs.push(['parent-asks', 1.2])
    if (denies.test(parent)) signs.push(['parent-denies', 1.2])
  }
  return { words, start, end, signs }
}

/** Without addresses and handles, each replaced by as many blanks. */
const blank = (text: string): string => text.replace(/https?:\S+|@\w+/g, (gone) => ' '.repeat(gone.length))

function againstClaim(words: string[], claim: string, found: string[], signs: [string, number][]): void {
  const claimed = new Set(
    tokenise(blank(claim))
      .map(({ word }) => word)
      .filter((word) => !common.has(word)),
  )
  const said = [...new Set(words)].filter((word) => !common.has(word))
  const again = said.filter((word) => claimed.has(word)).length
  const cover = claimed.size > 0 ? again / claimed.size : 0
  const share = said.length > 0 ? again / said.length : 0
  const fifths = Math.round(cover * 5)
  signs.push([`cover${fifths}`, 1.5], [`share${Math.round(share * 5)}`, 1.5])
  for (let k = 1; k <= fifths; k++) signs.push([`cover>=${k}`, 0.6])
  signs.push([`fresh${Math.min(5, (said.length - again) >> 1)}`, 1.2])
  if (cover > 0.5)
    signs.push([`says-again${found.includes('?') ? '?' : ''}${found.includes('denies') ? '-' : ''}`, 1.2])
}

/** Calls `emit` for words, the first three by place, pairs, words under a negation, runs of letters, and the signs. */
export function stanceFeatures({ words, signs }: StanceReading, emit: Emit): void {
  let negated = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    emit(mix(seed ^ 0x300, word), 1, i, i)
    if (i < 3) emit(mix(seed ^ (0x301 + i), word), 0.6, i, i)
    if (i + 1 < words.length) emit(mix(mix(seed ^ 0x304, word), words[i + 1]!), 0.7, i, i + 1)
    if (negations.has(word)) negated = 4
    else if (negated > 0) {
      negated--
      emit(mix(seed ^ 0x305, word), 0.6, i, i)
    }
    if (word.length > 3) letterRuns(seed ^ 0x307, `_${word}_`, 0.3, i, emit)
  }
  for (const [sign, strength] of signs) emit(mix(seed ^ 0x306, sign), strength, -1, -1)
}
