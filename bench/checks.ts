/**
 * The checks of a draft: posts a CPU second for all rules together, on the tweets of SemEval, in turn with npm
 * vader-sentiment, and microseconds a post. `--quick` ends within 40 s; `--data DIR` says where the sets are.
 */
import { checkDraft } from '../engines/checks/index.ts'
import { benchLabels } from './label-rates.ts'

await benchLabels(
  'checks',
  { checks: (text) => checkDraft({ text, language: 'en', media: [{ alt: text, file: 'a.jpg' }] }).length },
  20_000,
  ({ rates, ratios }) => ({
    figures: {
      posts_per_s: Math.round(rates['checks']!),
      us_per_post: Number((1e6 / rates['checks']!).toFixed(1)),
    },
    ratio: { vader: Number(ratios['checks']!.toFixed(2)) },
  }),
)
