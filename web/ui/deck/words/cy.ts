import { type DeckWords, deckEn } from './en.ts'

export const deckCy: DeckWords = deckEn
