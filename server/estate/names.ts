import { invalid, ok, type Result } from '../platform/result.ts'
import { type MissingName, said } from './messages.ts'

const LONGEST_NAME = 200
/** What makes a name read as another one: control and format characters, direction overrides, zero-width marks. */
const TRICKS = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu

/**
 * A name as it is kept: tidied, or refused with words for the form field it came from. Letters, marks and signs of any
 * script are names; invisible characters are not.
 */
export function readName(field: string, typed: string, missing: MissingName): Result<string> {
  const name = typed.toWellFormed().normalize('NFC').replace(TRICKS, ' ').replace(/\s+/g, ' ').trim()
  if (name === '') return invalid(field, said(missing))
  if (name.length > LONGEST_NAME) return invalid(field, said('name-long', LONGEST_NAME))
  return ok(name)
}
