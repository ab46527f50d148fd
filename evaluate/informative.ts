/**
 * What a post is to a crisis, and what it tells of: `npm run -s evaluate -- informative [--data DIR] [--retrain
 * leave-one-event-out]`; as `source`, the shipped models are judged by events that they were not trained on.
 */
import { informationModel, informativeModel } from '../engines/text/label-informative.ts'
import {
  accuracy,
  calibrationError,
  f1Of,
  interval,
  type Judged,
  macroF1,
  report,
  setFolder,
} from '../tools/evaluate.ts'
import { judgeCrises, skipSeen } from '../tools/judge-crises.ts'
import type { CrisisLabel } from '../tools/train/crisis.ts'
import { informationLabel, informativeLabel } from '../tools/train/informative.ts'

function judge(
  folder: string,
  name: string,
  label: CrisisLabel,
  ask: typeof informativeModel,
  baselines: Record<string, number>,
): void {
  const { set, items } = judgeCrises(folder, label, ask)
  if (items.length === 0) {
    skipSeen(name)
    return
  }
  const measure = (sample: Judged[]) => macroF1(sample, label.names)
  report({
    evaluate: name,
    set,
    measure: 'macro_f1',
    value: measure(items),
    n: items.length,
    ci95: interval(items, measure),
    baselines,
    accuracy: accuracy(items),
    f1: Object.fromEntries(label.names.map((one) => [one, f1Of(items, one)])),
    expected_calibration_error: calibrationError(items),
  })
}

const folder = setFolder('informative', 'crisislex-t26')
if (folder) {
  judge(folder, 'informative', informativeLabel, informativeModel, { logistic_regression: 0.569 })
  judge(folder, 'information', informationLabel, informationModel, {})
}
