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
export { labelSource, type SourceFacts } from './label-source.ts'
export { labelTone } from './label-tone.ts'
export type { Labelled, SourceKind, Tone } from './labelled.ts'
export { type Token, tokenise } from './tokenise.ts'
