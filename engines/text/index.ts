/** Text: one tokeniser for everything, cleaning of what comes in, and the labels that say what a text is. */
export { cleanText } from './clean.ts'
export { type Token, tokenise } from './tokenise.ts'
