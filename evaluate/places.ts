/**
 * Places: `npm run -s evaluate -- places [--data DIR]`. The project's written set and `places/*.jsonl` are texts with the
 * places they name and where those are; a plain matcher (the longest name of the same list that is written with capital
 * letters, at the largest place that bears it) is judged in the same run. broad-twitter-corpus and idrisi-en mark places in
 * tweets; nearly all of those in idrisi-en are abroad, where a British list finds few: how often it wrongly finds a British
 * namesake is told too.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { distanceKm, type FoundPlace, findPlaces, placesNamed } from '../engines/place/index.ts'
import { f1, interval, report, setFolder } from '../tools/evaluate.ts'

interface Span {
  start: number
  end: number
  lat?: number | null
  lon?: number | null
}

interface Text {
  text: string
  spans: Span[]
}

interface Counts {
  right: number
  missed: number
  wrong: number
}

const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end
const total = (items: Counts[]): Counts =>
  items.reduce(
    (sum, one) => ({
      right: sum.right + one.right,
      missed: sum.missed + one.missed,
      wrong: sum.wrong + one.wrong,
    }),
    { right: 0, missed: 0, wrong: 0 },
  )
const f1OfAll = (items: Counts[]) => {
  const { right, missed, wrong } = total(items)
  return f1(right, missed, wrong)
}

type Finder = (text: string) => FoundPlace[]

function count(texts: Text[], exact: boolean, find: Finder): Counts[] {
  const same = (a: Span, b: Span) => (exact ? a.start === b.start && a.end === b.end : overlaps(a, b))
  return texts.map(({ text, spans }) => {
    const found = find(text)
    const right = spans.filter((span) => found.some((place) => same(place, span))).length
    return {
      right,
      missed: spans.length - right,
      wrong: found.filter((place) => !spans.some((span) => same(place, span))).length,
    }
  })
}

/** Whether the words that name places are found, wherever those are. */
function mentions(set: string, texts: Text[], exact: boolean, published: Record<string, number>): void {
  if (texts.length === 0) return
  const items = count(texts, exact, (text) => findPlaces(text, { wide: true }))
  const { right, missed, wrong } = total(items)
  report({
    evaluate: 'places',
    set,
    measure: 'mention_f1',
    value: f1OfAll(items),
    n: right + missed,
    ci95: interval(items, f1OfAll),
    baselines: { ...published, plain_matcher_here: f1OfAll(count(texts, exact, plainMatcher)) },
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
  })
}

const capital = /^\p{Lu}/u

/** The longest run of words that begins and ends with a capital letter and is a name; the largest place of that name. */
function plainMatcher(text: string): FoundPlace[] {
  const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    capital: capital.test(match[0]),
  }))
  const found: FoundPlace[] = []
  for (let i = 0; i < words.length; i++)
    for (let last = Math.min(words.length - 1, i + 4); last >= i; last--) {
      if (!words[i]!.capital || !words[last]!.capital) continue
      const span = { start: words[i]!.start, end: words[last]!.end }
      const [place] = placesNamed(text.slice(span.start, span.end))
      if (!place) continue
      found.push({ ...span, id: place.id, name: place.name, lat: place.lat, lon: place.lon })
      i = last
      break
    }
  return found
}

/** Kilometres from where each given place is to where it was put; null where nothing was found. */
const distances = (texts: Text[], find: Finder): (number | null)[][] =>
  texts.map(({ text, spans }) => {
    const found = find(text)
    return spans
      .filter((span) => span.lat !== undefined && span.lat !== null)
      .map((span) => {
        const place = found.find((one) => overlaps(one, span))
        return place ? distanceKm(place, { lat: span.lat!, lon: span.lon! }) : null
      })
  })

const shareLocated = (texts: (number | null)[][]) => {
  const all = texts.flat()
  return all.filter((km) => km !== null).length / Math.max(1, all.length)
}
const shareWithin = (texts: (number | null)[][], most: number) => {
  const located = texts.flat().filter((km) => km !== null)
  return located.filter((km) => km <= most).length / Math.max(1, located.length)
}

/** How many of the given places are put somewhere, and how many of those in the right neighbourhood. */
function locations(set: string, texts: Text[]): void {
  const ours = distances(texts, (text) => findPlaces(text, { inside: true }))
  const n = ours.flat().length
  if (n === 0) return
  const named = distances(texts, (text) => findPlaces(text))
  const plain = distances(texts, plainMatcher)
  report({
    evaluate: 'places',
    set,
    measure: 'located',
    value: shareLocated(ours),
    n,
    ci95: interval(ours, shareLocated),
    baselines: { plain_matcher: 0.61, plain_matcher_here: shareLocated(plain) },
    by_name_alone: shareLocated(named),
  })
  const within20 = (sample: (number | null)[][]) => shareWithin(sample, 20)
  report({
    evaluate: 'places',
    set,
    measure: 'accuracy_at_20km_of_located',
    value: within20(ours),
    n: ours.flat().filter((km) => km !== null).length,
    ci95: interval(ours, within20),
    baselines: { plain_matcher: 0.865, plain_matcher_here: within20(plain) },
    by_name_alone: within20(named),
    at_5km: shareWithin(ours, 5),
  })
}

const lines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)

function located(set: string, texts: Text[]): void {
  mentions(set, texts, false, {})
  locations(set, texts)
}

const jsonl = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => `${folder}/${file}`)

located('written/places', lines<Text>(`${import.meta.dirname}/data/written/places.jsonl`))

const given = setFolder('places', 'places')
if (given) located('places', jsonl(given).flatMap(lines<Text>))

const tweets = setFolder('places', 'broad-twitter-corpus')
if (tweets)
  for (const section of readdirSync(tweets)
    .filter((file) => file.endsWith('.conll'))
    .sort())
    mentions(`broad-twitter-corpus/${section}`, readConll(`${tweets}/${section}`), true, {
      compromise: { 'a.conll': 0.43, 'b.conll': 0.36, 'f.conll': 0.44 }[section] ?? 0.41,
    })

interface AbroadPost {
  text: string
  location_mentions?: { start_offset: number; end_offset: number }[]
}

const abroad = setFolder('places', 'idrisi-en')
if (abroad) {
  const texts = readdirSync(abroad)
    .sort()
    .filter((event) => existsSync(`${abroad}/${event}`) && !event.includes('.'))
    .flatMap((event) => jsonl(`${abroad}/${event}`).flatMap(lines<AbroadPost>))
    .map(({ text, location_mentions = [] }) => ({
      text,
      spans: location_mentions.map((one) => ({ start: one.start_offset, end: one.end_offset })),
    }))
  mentions('idrisi-en', texts, false, {})
  const found = texts.reduce((sum, { text }) => sum + findPlaces(text).length, 0)
  report({
    evaluate: 'places',
    set: 'idrisi-en',
    measure: 'uk_places_a_post_abroad',
    value: found / Math.max(1, texts.length),
    n: texts.length,
  })
}

/** Tokens with B-LOC/I-LOC marks, put back into sentences. */
function readConll(file: string): Text[] {
  return readFileSync(file, 'utf8')
    .split(/\n\s*\n/)
    .flatMap((block) => {
      let text = ''
      const spans: Span[] = []
      for (const line of block.split('\n')) {
        const [word, mark = 'O'] = line.split('\t')
        if (!word) continue
        const glued = /^[.,!?;:)'’]/.test(word) || text === '' || /[#@(]$/.test(text)
        if (!glued) text += ' '
        const start = text.length
        text += word
        if (mark.startsWith('B-LOC'))
          spans.push({ start: word.startsWith('#') ? start + 1 : start, end: text.length })
        else if (mark.startsWith('I-LOC') && spans.length > 0) spans.at(-1)!.end = text.length
      }
      return text === '' ? [] : [{ text, spans }]
    })
}
