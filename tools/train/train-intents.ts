/**
 * Trains the model of intents: `node tools/train/train-intents.ts`. Reads `written/intents.jsonl` and
 * `written/threat.jsonl`, which were written for the project, and writes `engines/text/data/intents.bin`. Deterministic.
 * Prints how held-out parts of the same texts were labelled; the fair test is `npm run -s evaluate -- intents`.
 */
import { writeFileSync } from 'node:fs'
import { intents } from '../../engines/text/label-intents.ts'
import { areaUnderCurve } from '../evaluate.ts'
import { probabilityOf, toCueFile } from './cue-linear.ts'
import { trainIntents } from './intents.ts'

const { model, calibrations, heldOut } = trainIntents()
for (const [l, intent] of intents.entries()) {
  const platt = calibrations[l]!
  const given = heldOut[l]!.filter(({ score }) => probabilityOf(platt, score) >= platt.from)
  const yes = heldOut[l]!.filter(({ truth }) => truth).length
  const right = given.filter(({ truth }) => truth).length
  process.stdout.write(
    `${intent}: precision ${(right / given.length).toFixed(3)} recall ${(right / yes).toFixed(3)} auroc ${areaUnderCurve(heldOut[l]!).toFixed(4)} from ${platt.from.toFixed(3)}\n`,
  )
}
const file = toCueFile(model, calibrations)
writeFileSync(new URL('../../engines/text/data/intents.bin', import.meta.url), file)
process.stdout.write(`${file.length} bytes\n`)
