import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readTable } from '../data/read-table.ts'

export type ToneName = 'negative' | 'neutral' | 'positive'

/** A text with its label, as the development sets give them; never copied anywhere. */
export interface Labelled3 {
  text: string
  label: ToneName
}

/** What the sets' own escaping and HTML entities stood for. */
const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\""/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')

/** One file of SemEval 2013–2017 task 4A: id, label, text; stray tabs and quotes inside the text. */
export function readSemEval(path: string): Labelled3[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const columns = line.replace(/\r$/, '').split('\t')
      const at = columns.findIndex((column) => /^(negative|neutral|positive)$/.test(column))
      if (at < 0) return []
      const text = columns
        .slice(at + 1)
        .join(' ')
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replace(/""/g, '"')
      return text === '' ? [] : [{ text: unescaped(text), label: columns[at] as ToneName }]
    })
}

/** The official 2017 test, whose labels come in a file of their own where the folder has it. */
export function readSemEval2017Test(folder: string): Labelled3[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder)
  const texts = files.find((file) => /SemEval2017-task4-test\.subtask-A\.english\.txt$/i.test(file))
  if (!texts) return []
  const gold = files.find(
    (file) => file !== texts && /2017/.test(file) && /(gold|subtask-?A|labels?)/i.test(file),
  )
  const labels = new Map<string, ToneName>()
  if (gold)
    for (const line of readFileSync(`${folder}/${gold}`, 'utf8').split('\n')) {
      const [id, label] = line.trim().split('\t')
      if (id && label && /^(negative|neutral|positive)$/.test(label)) labels.set(id, label as ToneName)
    }
  return readFileSync(`${folder}/${texts}`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [id = '', ...rest] = line.replace(/\r$/, '').split('\t')
      const inline =
        rest.length > 1 && /^(negative|neutral|positive)$/.test(rest[0]!) ? (rest.shift() as ToneName) : null
      const label = inline ?? labels.get(id)
      return label && rest.length > 0 ? [{ text: unescaped(rest.join(' ').trim()), label }] : []
    })
}

/** One part of a TweetEval set: parallel lines of text and a number, which `names` turns into a tone (null: left out). */
export function readTweetEval(
  folder: string,
  part: string,
  names: (ToneName | null)[] = ['negative', 'neutral', 'positive'],
): Labelled3[] {
  if (!existsSync(`${folder}/${part}_text.txt`)) return []
  const labels = readFileSync(`${folder}/${part}_labels.txt`, 'utf8').trim().split('\n')
  return readFileSync(`${folder}/${part}_text.txt`, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((text, i) => {
      const label = names[Number(labels[i])]
      return label ? [{ text: unescaped(text), label }] : []
    })
}

/** Texts rated -4…4 by people (VADER's ground truth). */
export function readRatedTexts(path: string): { text: string; rating: number }[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const [, rating, ...text] = line.replace(/\r$/, '').split('\t')
      return text.length === 0 || Number.isNaN(Number(rating))
        ? []
        : [{ text: text.join(' '), rating: Number(rating) }]
    })
}

/** The same as classes: positive and negative past ±1, neutral within ±0.4, what lies between left out. */
export const readRated = (path: string): Labelled3[] =>
  readRatedTexts(path).flatMap(({ text, rating }) => {
    const label =
      rating >= 1 ? 'positive' : rating <= -1 ? 'negative' : Math.abs(rating) <= 0.4 ? 'neutral' : null
    return label ? [{ text, label } as Labelled3] : []
  })

/** A word list with mean ratings: word, rating. */
export function readRatedWords(path: string): { word: string; rating: number }[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const [word = '', rating] = line.split('\t')
      return word !== '' && rating ? [{ word, rating: Number(rating) }] : []
    })
}

export interface CrisisPost {
  event: string
  text: string
  source: string
  informative: string
  information: string
}

/** Every labelled tweet of crisislex-t26 that the folder has, by event (the file's name). */
export function readCrises(folder: string): CrisisPost[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('-tweets_labeled.csv'))
    .sort()
    .flatMap((file) =>
      readTable(`${folder}/${file}`).map((row) => ({
        event: file.replace('-tweets_labeled.csv', ''),
        text: row['Tweet Text'] ?? '',
        source: row['Information Source'] ?? '',
        informative: row['Informativeness'] ?? '',
        information: row['Information Type'] ?? '',
      })),
    )
}
