/**
 * Trains the models of rumours and of stances to them: `node tools/train/train-rumour.ts [--data ../shared/data]`.
 * Writes engines/text/data/{rumour,stance}.bin. Deterministic; under a minute.
 */
import { writeFileSync } from 'node:fs'
import { listedFile } from './listed.ts'
import { trainRumour } from './rumour.ts'
import { readPheme, readStances } from './rumour-corpora.ts'
import { trainStance } from './stance.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
for (const [name, train] of [
  ['rumour', () => trainRumour(readPheme(`${data}/pheme`))],
  ['stance', () => trainStance(readStances(`${data}/rumoureval2017/train_dev.jsonl`))],
] as const) {
  const { listed, calibration } = train()
  const file = listedFile(listed, calibration)
  writeFileSync(`${root}engines/text/data/${name}.bin`, file)
  process.stdout.write(
    `${name}: ${listed.hashes.size} features, temperature ${calibration.temperature.toFixed(2)}, ${file.length} bytes\n`,
  )
}
