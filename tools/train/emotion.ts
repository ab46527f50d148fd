import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readTable } from '../data/read-table.ts'
import { readOwn, type Told } from './service-tone.ts'

/** TweetEval's names for its emotions, in the order of its numbers. */
const tweetEvalNames = ['anger', 'joy', 'optimism', 'sadness']

/** One part of TweetEval's emotion set: `optimism` has no label of ours. */
export function readTweetEmotions(data: string, part: string): { text: string; label: string }[] {
  const folder = `${data}/tweeteval/emotion`
  if (!existsSync(`${folder}/${part}_text.txt`)) return []
  const labels = readFileSync(`${folder}/${part}_labels.txt`, 'utf8').trim().split('\n')
  return readFileSync(`${folder}/${part}_text.txt`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text, i) => ({ text, label: tweetEvalNames[Number(labels[i])]! }))
}

const sympathy = /Sympathy/
const told = /Caution|Infrastructure|Other Useful/
const plain = /Media|Government/
/** Of one event and label at most this many, so that no event's own words are learnt as an emotion. */
const mostOfAnEvent = 40

/** Crisis tweets whose information type tells the emotion: sympathy and support; news and warnings from officials, none. */
function readCrisisEmotions(data: string): { text: string; label: string }[] {
  const folder = `${data}/crisislex-t26`
  if (!existsSync(folder)) return []
  const seen = new Set<string>()
  return readdirSync(folder)
    .filter((file) => file.endsWith('-tweets_labeled.csv'))
    .sort()
    .flatMap((file) => {
      const many = { sympathy: 0, none: 0 }
      return readTable(`${folder}/${file}`).flatMap((row) => {
        const kind = row['Information Type'] ?? ''
        const label = sympathy.test(kind)
          ? 'sympathy'
          : told.test(kind) && plain.test(row['Information Source'] ?? '')
            ? 'none'
            : null
        const text = (row['Tweet Text'] ?? '').replace(/^RT @\w+:?\s*/, '')
        const key = text
          .toLowerCase()
          .replace(/https?:\S+|[^a-z]+/g, ' ')
          .slice(0, 60)
        if (!label || seen.has(key) || !isEnglish(text) || many[label] >= mostOfAnEvent) return []
        seen.add(key)
        many[label]++
        return [{ text, label }]
      })
    })
}

const isEnglish = (text: string): boolean => /\b(the|to|of|and|is|for|in)\b/.test(text)

/** What emotion is trained on: the project's own texts in full, the open sets' tweets for less. */
export function emotionTexts(data: string): Told[] {
  const weighed = (texts: { text: string; label: string }[], weight: number): Told[] =>
    texts.map((text) => ({ ...text, weight }))
  return [
    ...readOwn('emotion'),
    ...weighed(
      readTweetEmotions(data, 'train').filter(({ label }) => label !== 'optimism'),
      0.2,
    ).map((told) => ({ ...told, judged: true })),
    ...weighed(readCrisisEmotions(data), 0.3),
  ]
}
