/**
 * Trains the language profiles: `node tools/train/train-language.ts [--data ../shared/data] [--translations
 * /usr/share/locale]`. Reads the word lists in `words/` (written for the project), gettext catalogues of installed
 * Debian packages (catalogues.ts says which are left out whole, for the test), and English tweets of semeval2017-task4a. Writes
 * `engines/text/data/language.bin`. Deterministic for the same inputs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { languageWords, wordFeatures } from '../../engines/text/language-features.ts'
import { readTable } from '../data/read-table.ts'
import { cataloguesOf, heldOutOf } from './catalogues.ts'
import { readCatalogue } from './gettext.ts'

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]!
}
const root = new URL('../../', import.meta.url).pathname
const data = option('data', `${root}../shared/data`)
const under = [option('translations', '/usr/share/locale')]

/** Languages told by their letters still need profiles where they share them. */
const cyrillic = ['ru', 'uk', 'bg', 'be', 'sr', 'mk']
const arabic = ['ar', 'ur', 'fa', 'ps', 'ckb', 'ug']
const indic = ['hi', 'mr', 'ne']
const listed = readdirSync(new URL('./words/', import.meta.url))
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -4))
  .sort()
const languages = [...new Set([...listed, ...cyrillic, ...arabic, ...indic])].sort()
/** Catalogues of a language that are not kept for the test. */
const trained = (language: string) => cataloguesOf(language, under).filter((file) => heldOutOf(file) === null)
/** Catalogues that are lists of names, the same in every language. */
const names = /^iso_/
const most = 60_000
const repeats = 60
const perLanguage = 4_000
const lowest = 1
/** A feature that a language never showed counts as if it had been seen this often. */
const unseenCount = 0.4

const counts = new Map<string, Map<number, number>>()
for (const language of languages) {
  const tally = new Map<number, number>()
  let taken = 0
  const take = (text: string, times = 1) => {
    for (const word of languageWords(text)) {
      taken += times
      wordFeatures(word, (hash) => tally.set(hash, (tally.get(hash) ?? 0) + times))
    }
  }
  const list = new URL(`./words/${language}.txt`, import.meta.url)
  if (existsSync(list)) take(readFileSync(list, 'utf8'), repeats)
  if (language === 'en') {
    const seen = new Set<string>()
    for (const file of trained('de'))
      if (!names.test(path.basename(file)))
        for (const { source } of readCatalogue(file))
          if (!seen.has(source) && taken < most) {
            seen.add(source)
            take(source)
          }
    const tweets = `${data}/semeval2017-task4a/twitter-2013train-A.tsv`
    if (existsSync(tweets))
      for (const line of readFileSync(tweets, 'utf8').split('\n')) take(line.split('\t').slice(2).join(' '))
  } else {
    const seen = new Set<string>()
    for (const pass of [false, true])
      for (const file of trained(language)) {
        // Lists of country names only where there is next to nothing else.
        if (names.test(path.basename(file)) !== pass || (pass && taken > 12_000)) continue
        for (const { source, translation } of readCatalogue(file))
          if (translation !== source && taken < most && !seen.has(translation)) {
            seen.add(translation)
            take(translation)
          }
      }
  }
  process.stdout.write(`${language}: ${taken} words, ${tally.size} features\n`)
  counts.set(language, tally)
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
writeFileSync(`${root}engines/text/data/language.bin`, file)
process.stdout.write(`${hashes.length} features, ${languages.length} languages, ${file.length} bytes\n`)
