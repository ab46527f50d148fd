/**
 * Trains the language profiles: `node tools/train/train-language.ts [--data ../shared/data] [--translations
 * /usr/share/locale,DIR]`. Reads the word lists in `words/` and the lines of `romanised.ts` (written for the project),
 * gettext catalogues of Debian packages (`packages.txt` says which; catalogues.ts which are left out whole, for the test),
 * and English tweets of semeval2017-task4a. Writes `engines/text/data/language.bin` (or `--to FILE`). Deterministic for
 * the same inputs. `--without PATTERN` leaves out the catalogues whose path the pattern knows, to measure on them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { languageWords, wordFeatures, wordHash } from '../../engines/text/language-features.ts'
import { readTable } from '../data/read-table.ts'
import { cataloguesOf, heldOutOf } from './catalogues.ts'
import { readCatalogue } from './gettext.ts'
import { ownWords, romanised, romanisedLines } from './romanised.ts'

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]!
}
const root = new URL('../../', import.meta.url).pathname
const data = option('data', `${root}../shared/data`)
const under = option('translations', '/usr/share/locale').split(',')

/** Languages told by their letters still need profiles where they share them. */
const cyrillic = ['ru', 'uk', 'bg', 'be', 'sr', 'mk']
const arabic = ['ar', 'ur', 'fa', 'ps', 'ckb', 'ug']
const indic = ['hi', 'mr', 'ne']
const listed = readdirSync(new URL('./words/', import.meta.url))
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -4))
  .sort()
const languages = [...new Set([...listed, ...cyrillic, ...arabic, ...indic])].sort()
/** What a run leaves out besides (a pattern for paths), to measure on it. */
const without = option('without', '') === '' ? null : new RegExp(option('without', ''))
/** Catalogues of a language that are not kept for the test. */
const trained = (language: string) =>
  cataloguesOf(language, under).filter((file) => heldOutOf(file) === null && !without?.test(file))
/** Catalogues that are lists of names, the same in every language. */
const names = /^iso_/
const most = Number(option('most', '300000'))
const repeats = 60
const perLanguage = Number(option('features', '10000'))
const lowest = 1
/** How often a line of `romanised.ts` counts, and which fifth of them is left out to measure on (null for none). */
const romanisedTimes = Number(option('romanised-times', '10'))
const held = option('fifth', '') === '' ? null : Number(option('fifth', ''))
/** A feature that a language never showed counts as if it had been seen this often. */
const unseenCount = 0.4

const beyondLatin = new Set([...cyrillic, ...arabic, ...indic])

/** The strings of each catalogue, every string once; the longer catalogues cut so that together they keep to `words`. */
function fairly(files: string[], pick: 'source' | 'translation', words: number): string[] {
  const seen = new Set<string>()
  const lists = files.map((file) =>
    readCatalogue(file)
      .filter(({ source, translation }) => translation !== source && source !== 'translator-credits')
      .map((pair) => pair[pick])
      .filter((text) => !text.includes('\ufffd') && !seen.has(text) && seen.add(text)),
  )
  const size = (text: string) => text.split(' ').length
  const taken: string[] = []
  let left = words
  lists
    .map((list) => ({ list, words: list.reduce((sum, text) => sum + size(text), 0) }))
    .sort((a, b) => a.words - b.words)
    .forEach(({ list }, i) => {
      let share = Math.floor(left / (lists.length - i))
      for (const text of list) {
        if (share <= 0) break
        taken.push(text)
        share -= size(text)
        left -= size(text)
      }
    })
  return taken
}

const counts = new Map<string, Map<number, number>>()
for (const language of languages) {
  const tally = new Map<number, number>()
  let taken = 0
  const take = (text: string, times = 1) => {
    for (const word of languageWords(text)) {
      // Words in Latin letters are never asked of the others' profiles, nor theirs of Latin ones.
      if (word.charCodeAt(0) >= 0x370 !== beyondLatin.has(language)) continue
      taken += times
      wordFeatures(word, (hash) => tally.set(hash, (tally.get(hash) ?? 0) + times))
    }
  }
  const list = new URL(`./words/${language}.txt`, import.meta.url)
  if (existsSync(list)) take(readFileSync(list, 'utf8'), repeats)
  const files = trained(language === 'en' ? 'de' : language)
  const isNames = (file: string) => names.test(path.basename(file))
  const texts = files.filter((file) => !isNames(file))
  for (const text of fairly(texts, language === 'en' ? 'source' : 'translation', most)) take(text)
  if (language === 'en') {
    const tweets = `${data}/semeval2017-task4a/twitter-2013train-A.tsv`
    if (existsSync(tweets))
      for (const line of readFileSync(tweets, 'utf8').split('\n')) take(line.split('\t').slice(2).join(' '))
  } else if (taken < 12_000)
    // Lists of country names only where there is next to nothing else.
    for (const text of fairly(files.filter(isNames), 'translation', 12_000)) take(text)
  process.stdout.write(`${language}: ${taken} words, ${tally.size} features\n`)
  counts.set(language, tally)
}

/* Urdu and Punjabi in Latin letters: what is not English in the lines, each as often as makes up for how few they are. */
const english = counts.get('en')!
const timesEnglish = (word: string) => english.get(wordHash(word)) ?? 0
for (const profile of romanised) {
  const tally = new Map<number, number>()
  for (const [i, line] of romanisedLines(profile).entries()) {
    if (held !== null && i % 5 === held) continue
    for (const word of ownWords(line, timesEnglish))
      wordFeatures(word, (hash) => tally.set(hash, (tally.get(hash) ?? 0) + romanisedTimes))
  }
  process.stdout.write(`${profile}: ${tally.size} features\n`)
  counts.set(profile, tally)
  languages.push(profile)
}

/**
 * The catalogues know no chat. Tweets of the disasters abroad (crisislex-t26) carry no language mark: each is given to
 * the language whose common words (the written lists) it has most of, when no other list comes near.
 */
const common = new Map(
  listed.map((language) => [
    language,
    new Set(readFileSync(new URL(`./words/${language}.txt`, import.meta.url), 'utf8').split(/\s+/)),
  ]),
)
const chat = ['es', 'it', 'pt', 'fr', 'tl']
const crises = `${data}/crisislex-t26`
for (const file of existsSync(crises) ? readdirSync(crises).sort() : []) {
  if (!file.endsWith('_labeled.csv')) continue
  for (const row of readTable(`${crises}/${file}`)) {
    const words = languageWords(row['Tweet Text'] ?? '')
    const scores = listed
      .map((language): [string, number] => [
        language,
        words.filter((word) => common.get(language)!.has(word)).length,
      ])
      .sort((a, b) => b[1] - a[1])
    const [[language, own], [, next]] = scores as [[string, number], [string, number]]
    if (!chat.includes(language) || own < 4 || own < next * 1.6) continue
    const tally = counts.get(language)!
    for (const word of words) wordFeatures(word, (hash) => tally.set(hash, (tally.get(hash) ?? 0) + 2))
  }
}

// A feature is worth keeping for the languages that it speaks for.
const totals = new Map(
  languages.map((language) => [language, [...counts.get(language)!.values()].reduce((a, b) => a + b, 0)]),
)
const mean = new Map<number, number>()
for (const language of languages)
  for (const [hash, count] of counts.get(language)!)
    mean.set(hash, (mean.get(hash) ?? 0) + count / totals.get(language)! / languages.length)
const kept = new Set<number>()
for (const language of languages) {
  const worth = [...counts.get(language)!]
    .filter(([, count]) => count > lowest)
    .map(([hash, count]): [number, number] => {
      const share = count / totals.get(language)!
      return [hash, share * Math.log(share / mean.get(hash)!)]
    })
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
  for (const [hash] of worth.slice(0, perLanguage)) kept.add(hash)
}

/**
 * language.bin: "FML2", counts of languages, features and pairs and the length of the codes (u32 each), the codes
 * (NUL-joined), one byte a language for a feature it has not seen, then feature hashes ascending (u32), how many pairs
 * each has (u8), and the pairs: language (u8), weight (u8). A weight is (log share + 20) × 12.
 */
const scaled = (share: number) => Math.max(1, Math.min(255, Math.round((Math.log(share) + 20) * 12)))
const hashes = [...kept].sort((a, b) => a - b)
const codes = Buffer.from(languages.join('\0'))
const pairs: number[] = []
const sizes = hashes.map((hash) => {
  const before = pairs.length
  languages.forEach((language, l) => {
    const count = counts.get(language)!.get(hash) ?? 0
    if (count > lowest) pairs.push(l, scaled(count / totals.get(language)!))
  })
  return (pairs.length - before) / 2
})
const head = Buffer.alloc(20)
head.write('FML2')
const sizesOfParts = [languages.length, hashes.length, pairs.length / 2, codes.length]
for (const [i, value] of sizesOfParts.entries()) head.writeUInt32LE(value, 4 + 4 * i)
const keys = Buffer.alloc(hashes.length * 4)
for (const [i, hash] of hashes.entries()) keys.writeUInt32LE(hash, 4 * i)
const unseen = Buffer.from(languages.map((language) => scaled(unseenCount / totals.get(language)!)))
const file = Buffer.concat([head, codes, unseen, keys, Buffer.from(sizes), Buffer.from(pairs)])
writeFileSync(option('to', `${root}engines/text/data/language.bin`), file)
process.stdout.write(`${hashes.length} features, ${languages.length} languages, ${file.length} bytes\n`)
