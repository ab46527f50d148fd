/**
 * Trains the source model: `node tools/train/train-source.ts [--data ../shared/data]`. Writes
 * engines/text/data/source.bin. Deterministic; under a minute.
 */
import { writeFileSync } from 'node:fs'
import { readCrises } from './corpora.ts'
import { toFile } from './linear.ts'
import { trainSource } from './source.ts'

const root = new URL('../../', import.meta.url).pathname
const at = process.argv.indexOf('--data')
const data = at < 0 ? `${root}../shared/data` : process.argv[at + 1]!
const posts = readCrises(`${data}/crisislex-t26`)
const { model, temperature } = trainSource(posts)
const file = toFile(model, temperature)
writeFileSync(`${root}engines/text/data/source.bin`, file)
process.stdout.write(`${posts.length} posts, temperature ${temperature.toFixed(2)}, ${file.length} bytes\n`)
