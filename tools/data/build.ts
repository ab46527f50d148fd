/**
 * Builds the open data bundled with the engines from `../shared/data` (or the folder given as the first argument):
 * `node tools/data/build.ts [DIR]`. Deterministic: the same folder gives the same bytes. What each file is made of
 * and under which terms stands in the `SOURCES.md` beside it.
 */
import { writeFileSync } from 'node:fs'
import { buildAreas } from './build-areas.ts'
import { buildBodies } from './build-bodies.ts'
import { buildDistricts, buildWards } from './build-boundaries.ts'
import { buildGazetteer, buildPostcodes } from './build-gazetteer.ts'
import { buildOutlets } from './build-outlets.ts'
import { buildUnplaced } from './build-unplaced.ts'

const root = new URL('../../', import.meta.url).pathname
const from = process.argv[2] ?? `${root}../shared/data`

for (const [file, build] of [
  ['engines/place/data/areas.tsv', buildAreas],
  ['engines/place/data/gazetteer.tsv', buildGazetteer],
  ['engines/place/data/unplaced.tsv', buildUnplaced],
  ['engines/place/data/postcodes.tsv', buildPostcodes],
  ['engines/place/data/districts.bin', buildDistricts],
  ['engines/place/data/wards.bin', buildWards],
  ['engines/text/data/outlets.tsv', buildOutlets],
  ['engines/text/data/bodies.tsv', buildBodies],
] as const) {
  const made = build(from)
  writeFileSync(root + file, made)
  const rows = typeof made === 'string' ? `${made.split('\n').length - 1} rows, ` : ''
  process.stdout.write(`${file}: ${rows}${Buffer.byteLength(made)} bytes\n`)
}
