import { bundledBytes, lazily } from './bundled.ts'
import type { Information, Informative, Labelled } from './labelled.ts'
import { type ListedModel, readListedModel, tellingWords, weigh } from './listed-model.ts'
import { readSource, sourceFeatures } from './source-features.ts'

export const informativeKinds: readonly Informative[] = ['informative', 'related', 'unrelated']
export const informationKinds: readonly Information[] = [
  'people',
  'infrastructure',
  'donations',
  'advice',
  'sympathy',
  'other',
]

const informative = lazily(() => readListedModel(bundledBytes('engines/text/data/informative.bin')))
const information = lazily(() => readListedModel(bundledBytes('engines/text/data/information.bin')))

/** The class decided for (by its place in `informativeKinds`) and each one's probability. */
export const informativeModel = (text: string) => ask(informative(), text)
export const informationModel = (text: string) => ask(information(), text)

function ask(model: ListedModel, text: string) {
  const reading = readSource(text)
  return { reading, ...weigh(model, reading.words.length, (emit) => sourceFeatures(reading, emit)) }
}

/**
 * Whether a post that was heard in a crisis says something of use, merely speaks of it, or has nothing to do with it
 * (data/informative.md). For posts that a search for the crisis has found: on a usual day it has no meaning.
 */
export const labelInformative = (text: string): Labelled<Informative> =>
  told(text, informativeKinds, informativeModel(text))

/** What a post in a crisis tells of: people, infrastructure, donations, advice, sympathy or something else. */
export const labelInformation = (text: string): Labelled<Information> =>
  told(text, informationKinds, informationModel(text))

function told<T>(text: string, kinds: readonly T[], asked: ReturnType<typeof ask>): Labelled<T> {
  const { decided, probabilities, reading, sums } = asked
  return {
    value: kinds[decided]!,
    probability: probabilities[decided]!,
    because: tellingWords(text, reading, sums, kinds.length, decided),
  }
}
