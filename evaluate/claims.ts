/**
 * Which checked claim a tweet repeats: `npm run -s evaluate -- claims [--data DIR]`. The order was learnt on `train`;
 * `dev` was looked at while it was made; `test` is judged when it is there.
 */
import { calibrationError, interval, type Judged, report, setFolder } from '../tools/evaluate.ts'
import { indexOf, readClaimQueries, readClaims } from '../tools/train/claims.ts'

const folder = setFolder('claims', 'checkthat2020-task2')
if (folder) {
  const index = indexOf(readClaims(folder))
  for (const part of ['train', 'dev', 'test']) {
    const queries = readClaimQueries(folder, part)
    if (queries.length === 0) continue
    const told = queries.map(({ text, wanted }) => {
      const found = index.match(text, 5)
      const at = found.findIndex(({ id }) => id === wanted)
      return {
        precision: at < 0 ? 0 : 1 / (at + 1),
        first: at === 0,
        probability: found[0]?.probability ?? 0,
      }
    })
    const mean = (of: { precision: number }[]) =>
      of.reduce((sum, { precision }) => sum + precision, 0) / of.length
    const sure: Judged[] = told.map(({ first, probability }) => ({
      truth: first ? 'right' : 'wrong',
      guess: 'right',
      probability,
    }))
    report({
      evaluate: 'claims',
      set: `checkthat2020-task2/${part}`,
      measure: 'map_at_5',
      value: mean(told),
      n: told.length,
      ci95: interval(told, mean),
      first_is_right: told.filter(({ first }) => first).length / told.length,
      expected_calibration_error: calibrationError(sure),
      baselines: part === 'test' ? { bm25: 0.836 } : {},
    })
  }
}
