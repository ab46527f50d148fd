/** As it is stored and compared; null when it cannot be an address. */
export function readEmail(typed: string): string | null {
  const email = typed.trim().normalize('NFC').toLowerCase()
  // Letters, digits and the signs that mail really uses; no quotes, no control characters, one @, a dotted domain.
  return email.length <= 254 &&
    /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(email)
    ? email
    : null
}
