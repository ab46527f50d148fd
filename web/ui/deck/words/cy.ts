import { deckEn, type DeckWords } from './en.ts'

export const deckCy: DeckWords = deckEn
