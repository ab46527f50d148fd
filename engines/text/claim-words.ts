/** How the words of claims are brought together: forms of one word, of one number, and names for one thing. */
import { tokenise } from './tokenise.ts'

/** Each line is one thing in the words of several; the first stands for all. Single words, as the stemmer leaves them. */
const synonymLines = [
  'police cop officer constabl polic bobby',
  'uk britain british gb',
  'us usa american america',
  'kill murder slain',
  'die dead death deceas',
  'child kid children youngster toddler',
  'photo picture imag photograph pic',
  'video clip footag',
  'vaccin jab vaccinat inoculat immunis immuniz',
  'covid coronavirus covid19',
  'migrant immigrant',
  'government govt gov',
  'man men guy male bloke',
  'woman women female lady',
  'hospital infirmary',
  'car vehicl auto',
  'flood flooded',
  'school primary academy',
  'job employment',
  'president potu',
  'company firm busines',
  'money cash',
  'doctor dr gp medic',
  'shop store supermarket',
  'arrest detain',
  'shot shoot shooting gunman',
  'fire blaz',
  'crash collision collid',
  'lie false fake hoax untru',
]
const things = new Map<string, string>()
for (const line of synonymLines) {
  const [first, ...others] = line.split(' ') as [string, ...string[]]
  for (const other of others) things.set(other, first)
}

const numberWords = new Map([
  ...'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, i): [string, string] => [word, `${i}`]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i): [string, string] => [word, `${10 * (i + 2)}`]),
])
const magnitudes: Record<string, string> = { k: '000', m: '000000', bn: '000000000', b: '000000000' }
const magnitudeWords = new Map([
  ['hundred', '00'],
  ['thousand', '000'],
  ['million', '000000'],
  ['billion', '000000000'],
])

/** The stem of an English word: plural, -ing, -ed, -ly and a final e go. Close enough for finding, not for reading. */
export function stemWord(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  let stem = word
  if (stem.endsWith('ies') && stem.length > 4) stem = `${stem.slice(0, -3)}y`
  else if (stem.endsWith('sses')) stem = stem.slice(0, -2)
  else if (/[^aeious]s$/.test(stem) || (stem.endsWith('es') && stem.length > 4)) stem = stem.slice(0, -1)
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3)
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2)
  if (stem.length > 4 && /(.)\1$/.test(stem) && !/(ll|ss)$/.test(stem)) stem = stem.slice(0, -1)
  if (stem.length > 4 && stem.endsWith('e')) stem = stem.slice(0, -1)
  if (stem.length > 4 && stem.endsWith('ly')) stem = stem.slice(0, -2)
  return stem
}

/** `5m`, `1,000` and `seven` as plain digits; null when the word is no number. */
function plainNumber(word: string): string | null {
  const spelt = numberWords.get(word)
  if (spelt) return spelt
  const found = /^(\d{1,9})(k|m|bn|b)?$/.exec(word)
  return found ? found[1]! + (magnitudes[found[2] ?? ''] ?? '') : null
}

/** A word of a claim or post. */
export interface ClaimWord {
  /** What is compared: stem, digits, or the word that stands for the thing. */
  key: string
  /** What stands in the text. */
  shown: string
  number: boolean
}

/** `5.5m`, `2.5 billion`: a part of a number that its size makes whole. */
const decimal = /\b(\d{1,6})\.(\d{1,9})\s?(k|m|bn|b|thousand|million|billion)\b/gi

/** The words of a text as claims are compared by: links, signs and marks go; a tag counts by its words. */
export function claimWords(text: string): ClaimWord[] {
  const written = new Map<string, string>()
  const plain = text
    .replace(/https?:\/\/\S+|pic\.twitter\.com\/\S+/g, ' ')
    .replace(/(\d),(?=\d{3})/g, '$1')
    .replace(decimal, (all: string, whole: string, part: string, times: string) => {
      const zeros = magnitudes[times.toLowerCase()] ?? magnitudeWords.get(times.toLowerCase())!
      const digits = `${whole}${part.slice(0, zeros.length).padEnd(zeros.length, '0')}`.replace(
        /^0+(?=\d)/,
        '',
      )
      written.set(digits, all)
      return digits
    })
  const words: ClaimWord[] = []
  for (const { word, start, end } of tokenise(plain)) {
    const shown = written.get(word) ?? plain.slice(start, end)
    // A handle counts by the words it is made of: @BorderTownPolice speaks for a border town's police.
    const parts = word.startsWith('@') ? handleWords(shown) : [word.replace(/^#/, '')]
    for (const part of parts) if (/[\p{L}\p{N}]/u.test(part)) addWord(words, part, shown)
  }
  return words
}

const handleWords = (handle: string): string[] =>
  (handle.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((part) => part.toLowerCase())

function addWord(words: ClaimWord[], word: string, shown: string): void {
  const number = plainNumber(word)
  const stem = number ?? stemWord(word)
  const before = words.at(-1)
  const zeros = magnitudeWords.get(word)
  if (before?.number && zeros) {
    before.key += zeros
    before.shown += ` ${shown}`
  } else words.push({ key: things.get(stem) ?? stem, shown, number: number !== null })
}

const gramLength = 4

/** Pieces of four letters of every word, its ends marked: what a typing error or another ending leaves alone. */
export function wordGrams(words: readonly ClaimWord[]): string[] {
  const grams: string[] = []
  for (const { key } of words) {
    const marked = `_${key}_`
    if (marked.length <= gramLength) grams.push(marked)
    else for (let i = 0; i + gramLength <= marked.length; i++) grams.push(marked.slice(i, i + gramLength))
  }
  return grams
}
