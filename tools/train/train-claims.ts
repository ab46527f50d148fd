/**
 * Learns the weights of the claim index: `node tools/train/train-claims.ts [--data ../shared/data]`. Writes
 * engines/text/claim-weights.ts. Deterministic; half a minute.
 */
import { writeFileSync } from 'node:fs'
import { claimFeatureNames } from '../../engines/text/claim-features.ts'
import { indexOf, learnCertainty, learnOrder, readClaimQueries, readClaims } from './claims.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const folder = `${at < 0 ? `${root}../shared/data` : process.argv[at + 1]!}/checkthat2020-task2`
const claims = readClaims(folder)
const queries = readClaimQueries(folder, 'train')
const rounded = (numbers: readonly number[]) => numbers.map((number) => Math.round(number * 1_000) / 1_000)

const weights = rounded(learnOrder(indexOf(claims), queries))
const known = new Map(claims.map((claim) => [claim.id, claim]))
const certainty = rounded(learnCertainty(indexOf(claims, weights), queries, known))
writeFileSync(
  `${root}engines/text/claim-weights.ts`,
  `/** Learnt by \`node tools/train/train-claims.ts\`; the card is data/claims.md. In the order of \`claimFeatureNames\`. */
export const claimWeights: readonly number[] = [
${weights.map((weight) => `  ${weight},\n`).join('')}]
/** Whether the best candidate is the one: bias, its value, and how far it is ahead of the second. */
export const claimCertainty: readonly number[] = [${certainty.join(', ')}]
`,
)
claimFeatureNames.forEach((name, i) => void process.stdout.write(`${weights[i]}  ${name}\n`))
process.stdout.write(`certainty ${certainty.join(' ')}\n`)
