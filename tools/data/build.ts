/**
 * Builds the open data bundled with the engines from `../shared/data` (or the folder given as the first argument):
 * `node tools/data/build.ts [DIR]`. Deterministic: the same folder gives the same bytes. What each file is made of
 * and under which terms stands in the `SOURCES.md` beside it.
 */
import { writeFileSync } from 'node:fs'
import { buildAreas } from './build-areas.ts'
import { buildBodies } from './build-bodies.ts'
import { buildGazetteer, buildPostcodes } from './build-gazetteer.ts'
import { buildOutlets } from './build-outlets.ts'

const root = new URL('../../', import.meta.url).pathname
const from = process.argv[2] ?? `${root}../shared/data`

for (const [file, build] of [
  ['engines/place/data/areas.tsv', buildAreas],
  ['engines/place/data/gazetteer.tsv', buildGazetteer],
  ['engines/place/data/postcodes.tsv', buildPostcodes],
  ['engines/text/data/outlets.tsv', buildOutlets],
  ['engines/text/data/bodies.tsv', buildBodies],
] as const) {
  const text = build(from)
  writeFileSync(root + file, text)
  process.stdout.write(`${file}: ${text.split('\n').length - 1} rows, ${Buffer.byteLength(text)} bytes\n`)
}
