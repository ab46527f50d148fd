import { sayer } from '../platform/result.ts'

/** What is said beside a field that was refused here. The pages have the Welsh of each (web/words/problems.cy.ts). */
export const MESSAGES = {
  'speed-range': () => 'Give a speed from 0.1 to 600; 1 is as fast as life.',
  'moment-none': () => 'Give a moment of the scenario in seconds.',
} satisfies Record<string, (...values: string[]) => string>

export const said = sayer(MESSAGES)
