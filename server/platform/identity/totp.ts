import { randomBytes, timingSafeEqual } from 'node:crypto'
import { generateSecret, generateSync, generateURI } from 'otplib'
import QRCode from 'qrcode'
import type { TotpProposal } from './identity.ts'

const STEP_SECONDS = 30

/** A new secret with its QR code. `issuer` is what the person's app shows above the code. */
export async function proposeTotp(issuer: string, email: string): Promise<TotpProposal> {
  const secret = generateSecret()
  const uri = generateURI({ issuer, label: email, secret })
  const svg = await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
  return { secret, uri, svg }
}

/** A secret as we make them (160 bits, Base32); anything else a form brings is refused. */
export const isTotpSecret = (secret: string): boolean => /^[A-Z2-7]{32}$/.test(secret)

/**
 * The time step for which this is the code: now, the one before or the one after (clocks differ). Null when none.
 * All three are computed and compared, whichever is right.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const given = Buffer.from(code.replace(/\s/g, ''))
  if (!/^\d{6}$/.test(given.toString())) return null
  const current = Math.floor(now.getTime() / 1000 / STEP_SECONDS)
  let found: number | null = null
  for (const step of [current - 1, current, current + 1]) {
    const expected = Buffer.from(generateSync({ secret, epoch: step * STEP_SECONDS, period: STEP_SECONDS }))
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = step
  }
  return found
}

/** Without the letters and digits that are mistaken for each other. */
const LETTERS = 'abcdefghjkmnpqrstvwxyz23456789'

/** Ten codes of 58 bits: `abcd-efgh-jkmn`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const letters: string[] = []
    while (letters.length < 12) {
      const byte = randomBytes(1)[0]!
      if (byte < 240) letters.push(LETTERS[byte % 30]!)
    }
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** As it was typed, as it was stored. */
export const readRecoveryCode = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(.{4})(?=.)/g, '$1-')
    .slice(0, 40)
