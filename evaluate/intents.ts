/**
 * What posts want: `npm run -s evaluate -- intents`. One line for each intent on `data/written/intents-{1,2}.jsonl`, on
 * which nothing was trained: precision at the shipped threshold, the recall there, the area under the curve, and how
 * far the probabilities are from the truth. Beside it a plain list of words that one would look for.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Intent, intents, intentThresholds, weighIntents } from '../engines/text/label-intents.ts'
import { areaUnderCurve, interval, report } from '../tools/evaluate.ts'
import { binned, pointsOf, reachable } from '../tools/points.ts'

const folder = path.join(import.meta.dirname, 'data/written')
const plain: Record<Intent, RegExp> = {
  question: /\?/,
  help: /\b(?:help|please|need|urgent)\b/i,
  offer: /\b(?:offer|free|spare|happy to|can help|let me know)\b/i,
  thanks: /\b(?:thanks?|thank you|cheers|grateful|diolch)\b/i,
  complaint: /\b(?:complain\w*|disgrace\w*|shocking|useless|waiting|again|still|missed|appalling|joke)\b/i,
  abuse: /\b(?:idiots?|scum|morons?|clowns?|pigs?|useless|pathetic|stupid|f\w*ck\w*|hate you)\b/i,
  'crime-report':
    /\b(?:stolen|theft|burgl\w*|robbed|attack\w*|assault\w*|broke\w* in\w*|drugs?|knife|scam\w*)\b/i,
  foi: /\b(?:foi|freedom of information|request|copy of|figures|how many|how much)\b/i,
}

const rows = ['intents-1', 'intents-2'].flatMap((set) =>
  readFileSync(path.join(folder, `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; labels: Intent[] }),
)
const weighed = rows.map(({ text }) => weighIntents(text))
const thresholds = intentThresholds()
for (const [l, intent] of intents.entries()) {
  const items = rows.map(({ text, labels }, i) => {
    const score = weighed[i]![l]!
    return {
      truth: labels.includes(intent),
      score,
      given: score >= thresholds[l]!,
      plain: plain[intent].test(text),
    }
  })
  const { precision, recall } = pointsOf(items)
  const words = pointsOf(items.map(({ truth, plain: given }) => ({ truth, given })))
  report({
    evaluate: 'intents',
    set: 'written/intents-1, intents-2',
    label: intent,
    measure: 'precision',
    value: precision,
    n: items.filter(({ truth }) => truth).length,
    ci95: interval(items, (sample) => pointsOf(sample).precision),
    recall,
    recall_ci95: interval(items, (sample) => pointsOf(sample).recall),
    recall_at_precision_90: reachable(items, 0.9),
    auroc: areaUnderCurve(items),
    calibration_error: binned(items),
    baselines: { words_precision: words.precision, words_recall: words.recall },
  })
}
