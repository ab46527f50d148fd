/** Text: one tokeniser for everything, cleaning of what comes in, and the labels that say what a text is. */
export { type ClaimIndex, type ClaimMatch, createClaimIndex, type KnownClaim } from './claim-index.ts'
export { cleanText } from './clean.ts'
export { type CopyIndex, type CopyOptions, createCopyIndex } from './copy-index.ts'
export { detectLanguage } from './detect-language.ts'
export {
  type Body,
  type BodyKind,
  type Directory,
  type Outlet,
  officialSuffix,
  readDirectory,
} from './directory.ts'
export { type Emotion, labelEmotion } from './label-emotion.ts'
export { labelInformation, labelInformative } from './label-informative.ts'
export { type Intent, intents, labelIntents } from './label-intents.ts'
export { labelRumour } from './label-rumour.ts'
export { labelServiceTone, type ServiceTone } from './label-service-tone.ts'
export { labelSource, type SourceFacts } from './label-source.ts'
export { labelStance } from './label-stance.ts'
export { labelThreat } from './label-threat.ts'
export { labelTone } from './label-tone.ts'
export type { Information, Informative, Labelled, SourceKind, Stance, Tone } from './labelled.ts'
export { type LengthRule, lengthRules, type PostLength, postLength } from './post-length.ts'
export type { StanceFacts } from './stance-features.ts'
export { type Token, tokenise } from './tokenise.ts'
