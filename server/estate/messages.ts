import { sayer } from '../platform/result.ts'

/** What is said beside a field that was refused here. The pages have the Welsh of each (web/words/problems.cy.ts). */
export const MESSAGES = {
  'name-none': () => 'Type a name.',
  'name-none-person': () => 'Type the name of the person.',
  'name-none-yours': () => 'Type your name.',
  'name-none-unit': () => 'Type the name of the unit.',
  'name-none-organisation': () => 'Type the name of the organisation.',
  'name-none-your-organisation': () => 'Type the name of your organisation.',
  'name-long': (most) => `Use at most ${most} characters.`,
  'role-none': () => 'Choose a role.',
  'time-zone-none': () => 'Choose a time zone, like Europe/London.',
  'area-none': () => 'Choose an area from the list.',
} satisfies Record<string, (...values: string[]) => string>

export type MissingName = Extract<keyof typeof MESSAGES, `name-none${string}`>

export const said = sayer(MESSAGES)
