/**
 * `npm run -s bench -- tone [--data DIR] [--quick]`: how many posts a second get a tone on one core, with npm
 * `vader-sentiment` in turn on the same posts. Posts are the tweets of semeval2017-task4a.
 */
import { labelEmotion, labelServiceTone, labelTone } from '../engines/text/index.ts'
import { benchLabels } from './label-rates.ts'

await benchLabels(
  'tone',
  {
    tone: (text) => labelTone(text).score,
    service_tone: (text) => labelServiceTone(text).probability,
    emotion: (text) => labelEmotion(text).probability,
  },
  100_000,
  ({ rates, ratios }) => ({
    figures: {
      posts_per_s: Math.round(rates.tone!),
      service_tone_posts_per_s: Math.round(rates.service_tone!),
      emotion_posts_per_s: Math.round(rates.emotion!),
    },
    ratio: { vader: Number(ratios.tone!.toFixed(1)) },
  }),
)
