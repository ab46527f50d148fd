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
// The texts written last tell an emotion without the words for it, as posts do: how sure to be is fitted on them.
const { model, temperature } = trainFeeling(told, emotions, 16, how, data, [3, 4])
const file = toFile(model, temperature)
writeFileSync(`${root}engines/text/data/emotion.bin`, file)
process.stdout.write(`${told.length} texts, temperature ${temperature.toFixed(2)}, ${file.length} bytes\n`)
