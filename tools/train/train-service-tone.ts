/**
 * Trains praise and complaint of public services: `node tools/train/train-service-tone.ts [--data ../shared/data]`.
 * Writes engines/text/data/service-tone.bin. Deterministic; under a minute.
 */
import { writeFileSync } from 'node:fs'
import { serviceTones } from '../../engines/text/label-service-tone.ts'
import { toFile } from './linear.ts'
import { serviceToneTexts, trainFeeling } from './service-tone.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
const told = serviceToneTexts()
const how = { epochs: 20, rate: 0.1, l2: 1e-5, dropout: 0 }
const { model, temperature } = trainFeeling(told, serviceTones, 16, how, data)
const file = toFile(model, temperature)
writeFileSync(`${root}engines/text/data/service-tone.bin`, file)
process.stdout.write(`${told.length} texts, temperature ${temperature.toFixed(2)}, ${file.length} bytes\n`)
