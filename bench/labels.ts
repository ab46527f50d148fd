/**
 * `npm run -s bench -- labels [--data DIR] [--quick]`: how many posts a second get each label on one core, with npm
 * `vader-sentiment` in turn on the same posts (the tweets of semeval2017-task4a); the ratio is that of the slowest label.
 */
import {
  detectLanguage,
  labelEmotion,
  labelInformation,
  labelInformative,
  labelIntents,
  labelRumour,
  labelServiceTone,
  labelSource,
  labelStance,
  labelThreat,
  labelTone,
} from '../engines/text/index.ts'
import { benchLabels } from './label-rates.ts'

const claim = 'Shots have been fired at the parliament, and the city centre is closed.'

await benchLabels(
  'labels',
  {
    language: (text) => detectLanguage(text).probability,
    tone: (text) => labelTone(text).score,
    service_tone: (text) => labelServiceTone(text).probability,
    emotion: (text) => labelEmotion(text).probability,
    intents: (text) => labelIntents(text).length,
    threat: (text) => labelThreat(text).probability,
    source: (text) => labelSource({ handle: 'a_resident', text }).probability,
    informative: (text) => labelInformative(text).probability,
    information: (text) => labelInformation(text).probability,
    rumour: (text) => labelRumour(text).probability,
    stance: (text) => labelStance({ text, claim }).probability,
  },
  20_000,
  ({ rates, ratios }) => ({
    figures: Object.fromEntries(
      Object.entries(rates).map(([name, rate]) => [`${name}_posts_per_s`, Math.round(rate)]),
    ),
    ratio: { vader: Number(Math.min(...Object.values(ratios)).toFixed(1)) },
  }),
)
