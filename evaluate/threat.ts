/**
 * Threats to life: `npm run -s evaluate -- threat`. Judged by `data/written/threat-to-life.jsonl`, on which nothing was
 * trained, at the shipped threshold; beside it a plain list of words that one would look for.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { threatThreshold, weighThreat } from '../engines/text/label-threat.ts'
import { areaUnderCurve, interval, report } from '../tools/evaluate.ts'
import { binned, pointsOf } from '../tools/points.ts'

const plain =
  /\b(?:kill\w*|die|dying|dead|drown\w*|knife|gun|stab\w*|suicide|jump\w*|trapped|help|ambulance|breath\w*|fire|blood|missing|unconscious|collapsed?|overdose)\b/i

const from = threatThreshold()
const items = readFileSync(path.join(import.meta.dirname, 'data/written/threat-to-life.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const { text, label } = JSON.parse(line) as { text: string; label: boolean }
    const score = weighThreat(text)
    return { truth: label, score, given: score >= from, plain: plain.test(text) }
  })
const { precision, recall } = pointsOf(items)
const words = pointsOf(items.map(({ truth, plain: given }) => ({ truth, given })))
report({
  evaluate: 'threat',
  set: 'written/threat-to-life',
  measure: 'recall',
  value: recall,
  n: items.filter(({ truth }) => truth).length,
  ci95: interval(items, (sample) => pointsOf(sample).recall),
  precision,
  precision_ci95: interval(items, (sample) => pointsOf(sample).precision),
  auroc: areaUnderCurve(items),
  calibration_error: binned(items),
  baselines: { words_precision: words.precision, words_recall: words.recall },
})
