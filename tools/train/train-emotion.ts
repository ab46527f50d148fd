/**
 * Trains the emotion of posts: `node tools/train/train-emotion.ts [--data ../shared/data]`. Writes
 * engines/text/data/emotion.bin. Deterministic; under two minutes.
 */
import { writeFileSync } from 'node:fs'
import { emotions } from '../../engines/text/label-emotion.ts'
import { emotionTexts } from './emotion.ts'
import { toFile } from './linear.ts'
import { trainFeeling } from './service-tone.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
const told = emotionTexts(data)
const how = { epochs: 10, rate: 0.1, l2: 1e-5, dropout: 0 }
const { model, temperature } = trainFeeling(told, emotions, 16, how, data)
const file = toFile(model, temperature)
writeFileSync(`${root}engines/text/data/emotion.bin`, file)
process.stdout.write(`${told.length} texts, temperature ${temperature.toFixed(2)}, ${file.length} bytes\n`)
