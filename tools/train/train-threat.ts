/**
 * Trains the model of threats to life: `node tools/train/train-threat.ts`. Reads `written/threat.jsonl` and
 * `written/intents.jsonl`, which were written for the project, and writes `engines/text/data/threat.bin`. Deterministic.
 * Prints how held-out groups of the same texts were labelled; the fair test is `npm run -s evaluate -- threat`.
 */
import { writeFileSync } from 'node:fs'
import { areaUnderCurve } from '../evaluate.ts'
import { curve, probabilityOf, toCueFile } from './cue-linear.ts'
import { trainThreat } from './threat.ts'

const { model, calibrations, heldOut } = trainThreat()
const judged = heldOut.map(({ score, truth }) => ({
  probability: probabilityOf(calibrations[0]!, score),
  truth,
}))
process.stdout.write(`auroc ${areaUnderCurve(heldOut).toFixed(4)}\n`)
for (const recall of [0.9, 0.95, 0.975, 0.99, 1]) {
  const point = curve(judged).find((one) => one.recall >= recall)
  if (point)
    process.stdout.write(
      `recall ${recall}: precision ${point.precision.toFixed(3)} from ${point.from.toFixed(3)}\n`,
    )
}
const file = toCueFile(model, calibrations)
writeFileSync(new URL('../../engines/text/data/threat.bin', import.meta.url), file)
process.stdout.write(`from ${calibrations[0]!.from.toFixed(3)}, ${file.length} bytes\n`)
