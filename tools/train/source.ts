import type { SourceKind } from '../../engines/text/labelled.ts'
import { readSource, sourceFeatures } from '../../engines/text/source-features.ts'
import type { CrisisPost } from './corpora.ts'
import {
  collect,
  type Example,
  type Features,
  fitTemperature,
  scoresOf,
  type Trained,
  trainLinear,
} from './linear.ts'

export const sourceKinds: SourceKind[] = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']
const bits = 17

/** The set's words for who speaks → ours. Posts without a label or not related are left out. */
export const kindOf: Record<string, SourceKind> = {
  Media: 'media',
  Government: 'official',
  NGOs: 'charity',
  Business: 'business',
  Eyewitness: 'eyewitness',
  Outsiders: 'public',
}

/** Events that the shipped model was trained on. */
export const trainedEvents = new Set(
  `2012_Colorado_wildfires 2012_Costa_Rica_earthquake 2012_Guatemala_earthquake 2012_Italy_earthquakes
  2012_Philipinnes_floods 2012_Typhoon_Pablo 2012_Venezuela_refinery 2013_Australia_bushfire 2013_Bohol_earthquake
  2013_Boston_bombings 2013_Brazil_nightclub_fire 2013_Colorado_floods 2013_Lac_Megantic_train_crash 2013_Manila_floods
  2013_NY_train_crash 2013_Queensland_floods 2013_Russia_meteor 2013_Sardinia_floods 2013_Savar_building_collapse
  2013_Spain_train_crash 2013_Typhoon_Yolanda 2013_West_Texas_explosion`.split(/\s+/),
)

/** Events whose tweets are mostly not English, as the set's README lists them. */
export const foreignEvents = /Costa_Rica|Guatemala|Italy|Venezuela|Brazil|Sardinia|Spain|Lac_Megantic/

export const sourceExample = (text: string): Features =>
  collect(bits, (emit) => sourceFeatures(readSource(text), emit))

export interface SourceModel {
  model: Trained
  temperature: number
}

/** Trains on the given posts; rarer kinds count for more, nearly as much as they are rare. */
export function trainSource(posts: CrisisPost[]): SourceModel {
  const labelled = posts.filter((post) => kindOf[post.source])
  const counts = sourceKinds.map(
    (kind) => labelled.filter((post) => kindOf[post.source] === kind).length || 1,
  )
  const examples = labelled.map((post): Example => {
    const label = sourceKinds.indexOf(kindOf[post.source]!)
    return {
      features: sourceExample(post.text),
      label,
      weight: (labelled.length / 6 / counts[label]!) ** 0.8,
    }
  })
  const settings = { classes: 6, bits, epochs: 4, rate: 0.15, l2: 1e-5, dropout: 0.3 }
  // Whole events are held out for the temperature: a random tenth would know its event's words.
  const events = [...new Set(labelled.map((post) => post.event))].sort()
  const held = new Set(events.filter((_, i) => i % 6 === 3))
  const partly = trainLinear(
    examples.filter((_, i) => !held.has(labelled[i]!.event)),
    settings,
  )
  const temperature = fitTemperature(
    examples
      .filter((_, i) => held.has(labelled[i]!.event))
      .map(({ features, label }) => ({ scores: scoresOf(partly, features), label })),
  )
  return { model: trainLinear(examples, settings), temperature }
}
