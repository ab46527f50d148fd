/**
 * Places: `npm run -s evaluate -- places [--data DIR]`. `places/*.jsonl` are sentences with the places they name and
 * where those are; broad-twitter-corpus marks places in tweets. In idrisi-en nearly every place is abroad: what the
 * gazetteer of the United Kingdom finds there is mostly wrong, and the rate of it is told.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { distanceKm, findPlaces } from '../engines/place/index.ts'
import { f1, interval, report, setFolder } from '../tools/evaluate.ts'

interface Span {
  start: number
  end: number
  lat?: number | null
  lon?: number | null
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

function mentions(
  set: string,
  texts: { text: string; spans: Span[] }[],
  exact: boolean,
  baselines: Record<string, number>,
): void {
  if (texts.length === 0) return
  const items = texts.map(({ text, spans }): Counts => {
    const found = findPlaces(text, { wide: true })
    const same = (a: Span, b: Span) => (exact ? a.start === b.start && a.end === b.end : overlaps(a, b))
    const right = spans.filter((span) => found.some((place) => same(place, span))).length
    return {
      right,
      missed: spans.length - right,
      wrong: found.filter((place) => !spans.some((span) => same(place, span))).length,
    }
  })
  const { right, missed, wrong } = total(items)
  report({
    evaluate: 'places',
    set,
    measure: 'mention_f1',
    value: f1OfAll(items),
    n: right + missed,
    ci95: interval(items, f1OfAll),
    baselines,
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
  })
}

const lines = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown)

const sentences = setFolder('places', 'places')
if (sentences) {
  const texts = readdirSync(sentences)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => lines(`${sentences}/${file}`) as { text: string; spans: Span[] }[])
  mentions('places', texts, false, {})
  const placed = texts.flatMap(({ text, spans }) => {
    const found = findPlaces(text)
    return spans
      .filter((span) => span.lat !== undefined && span.lat !== null)
      .map((span) => {
        const place = found.find((one) => overlaps(one, span))
        return place ? distanceKm(place, { lat: span.lat!, lon: span.lon! }) : null
      })
  })
  const located = placed.filter((km) => km !== null)
  if (placed.length > 0) {
    report({
      evaluate: 'places',
      set: 'places',
      measure: 'located',
      value: located.length / placed.length,
      n: placed.length,
      baselines: { plain_matcher: 0.61 },
    })
    report({
      evaluate: 'places',
      set: 'places',
      measure: 'accuracy_at_20km_of_located',
      value: located.filter((km) => km <= 20).length / located.length,
      n: located.length,
      baselines: { plain_matcher: 0.865 },
    })
  }
}

const tweets = setFolder('places', 'broad-twitter-corpus')
if (tweets)
  for (const section of readdirSync(tweets)
    .filter((file) => file.endsWith('.conll'))
    .sort())
    mentions(`broad-twitter-corpus/${section}`, readConll(`${tweets}/${section}`), true, {
      compromise: { 'a.conll': 0.43, 'b.conll': 0.36, 'f.conll': 0.44 }[section] ?? 0.41,
    })

const abroad = setFolder('places', 'idrisi-en')
if (abroad) {
  let posts = 0
  let found = 0
  for (const event of readdirSync(abroad).sort())
    for (const part of ['dev.jsonl', 'train.jsonl'])
      if (existsSync(`${abroad}/${event}/${part}`))
        for (const line of lines(`${abroad}/${event}/${part}`) as { text: string }[]) {
          posts++
          found += findPlaces(line.text).length
        }
  report({
    evaluate: 'places',
    set: 'idrisi-en',
    measure: 'uk_places_a_post_abroad',
    value: found / Math.max(1, posts),
    n: posts,
  })
}

/** Tokens with B-LOC/I-LOC marks, put back into sentences. */
function readConll(file: string): { text: string; spans: Span[] }[] {
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
