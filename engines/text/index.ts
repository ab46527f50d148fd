/** Text: one tokeniser for everything, cleaning of what comes in, and the labels that say what a text is. */
export { cleanText } from './clean.ts'
export { detectLanguage } from './detect-language.ts'
export {
  type Body,
  type BodyKind,
  type Directory,
  type Outlet,
  officialSuffix,
  readDirectory,
} from './directory.ts'
export type { Labelled, SourceKind, Tone } from './labelled.ts'
export { type Token, tokenise } from './tokenise.ts'
