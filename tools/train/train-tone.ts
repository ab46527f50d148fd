/**
 * Trains the tone model: `node tools/train/train-tone.ts [--data ../shared/data]`. Writes engines/text/data/tone.bin.
 * Deterministic; half a minute on one core.
 */
import { writeFileSync } from 'node:fs'
import { toFile } from './linear.ts'
import { toneFile, toneSets, trainTone } from './tone.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
const sets = toneSets(data, true)
process.stdout.write(`${sets.posts.length + sets.held.length} posts\n`)
const trained = trainTone(sets, data)
const file = toneFile(trained, toFile(trained.model, trained.temperature))
writeFileSync(`${root}engines/text/data/tone.bin`, file)
process.stdout.write(
  `${trained.valences.size} valences, temperature ${trained.temperature.toFixed(2)}, ${file.length} bytes\n`,
)
