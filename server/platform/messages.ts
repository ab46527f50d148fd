import { sayer } from './result.ts'

/* What is said beside a field that was refused here. The pages have the Welsh of each (web/words/problems.cy.ts). */

const UNRELATED = 'Use three words that do not belong together.'

/** Values come in the order in which they are said. */
export const MESSAGES = {
  'email-shape': () => 'Type an address like name@organisation.gov.uk.',
  'email-taken': () => 'This address is already used to sign in here. Use another one.',
  'sign-in-wrong': () => 'The address or the password is not right.',
  'proof-wrong': () => 'That is not right. Try again.',
  'password-none': () => 'Choose a password.',
  'password-not-yours': () => 'This is not your password.',
  'password-same': () => 'This is the password you have now.',
  'password-short': (least) =>
    `Use at least ${least} characters: three words that do not belong together are easy to remember.`,
  'password-long': (most) => `Use at most ${most} characters.`,
  'password-repeats': () => `This repeats the same few characters. ${UNRELATED}`,
  'password-digits': () => `Digits and signs alone are tried first. ${UNRELATED}`,
  'password-run': () => `Runs of keys are tried first. ${UNRELATED}`,
  'password-known': () =>
    `This is built on a word that is tried first (a common password, or the name of a place or person here). ${UNRELATED}`,
  'factor-none': () => 'A code app or a passkey is needed besides the password.',
  'code-wrong': () => 'That code is not right. Codes change every 30 seconds; try the next one.',
  'code-wrong-new': () =>
    'That code is not right. Check that the clock of your phone is right, and type the code that it shows now.',
  'code-form-old': () => 'This form is not ours any more. Load the page again and scan the new picture.',
  'recovery-wrong': () => 'That recovery code is not right, or it was used before.',
  'passkey-unknown': () => 'That passkey does not sign anybody in here.',
  'passkey-not-made': () => 'The passkey could not be set up. Try again.',
  'picture-large': (megabytes) => `This file is larger than ${megabytes} MB. Make it smaller first.`,
  'picture-not': () => 'This is not a picture that can be used. Use JPEG, PNG, WebP or GIF.',
  'picture-pixels': () => 'This picture has more than 40 million pixels. Make it smaller first.',
  'picture-broken': () => 'This picture is damaged. Save it again and try once more.',
  'picture-costly': () => 'This picture takes too much to read. Save it again as JPEG and try once more.',
} satisfies Record<string, (...values: string[]) => string>

export const said = sayer(MESSAGES)
