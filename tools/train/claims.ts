/** The CheckThat! 2020 material and what is learnt from it: the order of candidates, and how sure the first one is. */
import { existsSync, readFileSync } from 'node:fs'
import { claimFeatureNames } from '../../engines/text/claim-features.ts'
import { Claims } from '../../engines/text/claim-index.ts'
import { softmax } from './linear.ts'

export interface ClaimQuery {
  text: string
  /** The id of the one claim that covers it. */
  wanted: string
}

/** Tab-separated cells, quoted where they hold a quotation mark. */
function readCells(file: string): string[][] {
  const rows: string[][] = []
  for (const [line] of readFileSync(file, 'utf8').matchAll(/(?:"(?:[^"]|"")*"|[^"\n])*(?:\n|$)/g)) {
    if (line.trim() === '') continue
    rows.push(
      [...line.replace(/\r?\n$/, '').matchAll(/(?:^|\t)("(?:[^"]|"")*"|[^\t]*)/g)].map(([, cell]) =>
        cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!,
      ),
    )
  }
  return rows
}

/** `…/checkthat2020-task2`, or its folder of a version. */
function inside(folder: string): string {
  return existsSync(`${folder}/v3.0`) ? `${folder}/v3.0` : folder
}

/** Every checked claim, as an index. */
export function readClaims(folder: string): { id: string; text: string; title: string }[] {
  return readCells(`${inside(folder)}/verified_claims.docs.tsv`)
    .slice(1)
    .filter((cells) => cells.length >= 3)
    .map(([id, text, title]) => ({ id: id!, text: text!, title: title! }))
}

/** The tweets of one part (`train`, `dev`, `test`) with their claim; empty when the part is not there. */
export function readClaimQueries(folder: string, part: string): ClaimQuery[] {
  const beside = [`${inside(folder)}/${part}`, `${folder}/${part}`].find((one) =>
    existsSync(`${one}/tweets.queries.tsv`),
  )
  if (!beside) return []
  const pairs = readFileSync(`${beside}/tweet-vclaim-pairs.qrels`, 'utf8').trim().split(/\r?\n/)
  const wanted = new Map(pairs.map((line) => line.split(/\s+/)).map(([tweet, , claim]) => [tweet!, claim!]))
  return readCells(`${beside}/tweets.queries.tsv`)
    .slice(1)
    .flatMap(([id, text]) => (wanted.has(id!) ? [{ text: text!, wanted: wanted.get(id!)! }] : []))
}

export function indexOf(claims: { id: string; text: string; title: string }[], weights?: number[]): Claims {
  const index = new Claims(weights)
  for (const claim of claims) index.add(claim)
  return index
}

const rounds = 400
const step = 0.5
const decay = 1e-3

/** Weights of the features: the likeliest order in which the wanted claim stands first among its candidates. */
export function learnOrder(index: Claims, queries: ClaimQuery[]): number[] {
  const lists = queries
    .map(({ text, wanted }) => {
      const { ranked } = index.rank(text)
      return {
        rows: ranked.map(({ features }) => features),
        right: ranked.findIndex(({ id }) => id === wanted),
      }
    })
    .filter(({ right }) => right >= 0)
  const weights = new Array<number>(claimFeatureNames.length).fill(0)
  for (let round = 0; round < rounds; round++) {
    const slope = weights.map((weight) => decay * weight)
    for (const { rows, right } of lists) {
      const shares = Float64Array.from(rows, (row) => dot(row, weights))
      softmax(shares)
      for (let c = 0; c < rows.length; c++) {
        const miss = (shares[c]! - (c === right ? 1 : 0)) / lists.length
        for (let f = 0; f < weights.length; f++) slope[f]! += miss * rows[c]![f]!
      }
    }
    for (let f = 0; f < weights.length; f++) weights[f]! -= step * 4 * slope[f]!
  }
  return weights
}

/**
 * Bias and weights of the first one's value and lead, by which it is right. Every query is asked twice: with its claim in
 * the index and without it, so that half have no answer.
 */
export function learnCertainty(
  index: Claims,
  queries: ClaimQuery[],
  claims: Map<string, { id: string; text: string; title: string }>,
): number[] {
  const rows: { x: number[]; right: number }[] = []
  const ask = (text: string, wanted: string) => {
    const { ranked } = index.rank(text)
    const [first, second] = ranked
    if (first)
      rows.push({
        x: [1, first.value, first.value - (second?.value ?? 0)],
        right: first.id === wanted ? 1 : 0,
      })
  }
  for (const { text, wanted } of queries) {
    ask(text, wanted)
    const claim = claims.get(wanted)!
    index.remove(wanted)
    ask(text, wanted)
    index.add(claim)
  }
  const weights = [0, 0, 0]
  for (let round = 0; round < 20_000; round++) {
    const slope = [0, 0, 0]
    for (const { x, right } of rows) {
      const miss = 1 / (1 + Math.exp(-dot(x, weights))) - right
      for (let f = 0; f < 3; f++) slope[f]! += (miss * x[f]!) / rows.length
    }
    for (let f = 0; f < 3; f++) weights[f]! -= 0.1 * slope[f]!
  }
  return weights
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0)
