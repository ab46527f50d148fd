/**
 * Trains the models that learn from crises: `node tools/train/train-source.ts [--data ../shared/data]`. Writes
 * engines/text/data/{source,informative,information}.bin. Deterministic; some minutes.
 */
import { writeFileSync } from 'node:fs'
import { readCrises } from './corpora.ts'
import { trainCrisis } from './crisis.ts'
import { informationLabel, informativeLabel } from './informative.ts'
import { listedFile } from './listed.ts'
import { sourceLabel } from './source.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
const posts = readCrises(`${data}/crisislex-t26`)
for (const [name, label] of [
  ['source', sourceLabel],
  ['informative', informativeLabel],
  ['information', informationLabel],
] as const) {
  const { listed, calibration } = trainCrisis(posts, label)
  const file = listedFile(listed, calibration)
  writeFileSync(`${root}engines/text/data/${name}.bin`, file)
  process.stdout.write(
    `${name}: ${listed.hashes.size} features, temperature ${calibration.temperature.toFixed(2)}, ${file.length} bytes\n`,
  )
}
