import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { said } from '../messages.ts'
import type { Said } from '../result.ts'
import { COMMON_STEMS } from './data/common-passwords.ts'
import { WorkQueue } from './work-queue.ts'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 256

/** Argon2id (the library's own algorithm) at OWASP's first choice: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * All hashing of this process. One core is left for everybody else's pages: on two cores a flood of guesses gets
 * about 24 a second and the desk keeps answering.
 */
export const hashing = new WorkQueue(Math.max(1, availableParallelism() - 1), 64)

/** Hashes a new password. Queued ahead of guesses. */
export const hashPassword = (password: string): Promise<string> => hashing.run(-1, () => hash(password, COST))

/** A hash that nothing opens, so that an unknown address costs the same work as a known one. */
const nobody = hash('nobody has this password', COST)

/**
 * Compares, in the same time whether or not there is anything to compare with.
 * @param turn the lower, the sooner; see `WorkQueue`
 */
export async function verifyPassword(
  stored: string | null,
  password: string,
  turn: number,
): Promise<boolean> {
  const against = stored ?? (await nobody)
  const right = await hashing.run(turn, () => verify(against, password))
  return right && stored !== null
}

/** People swap letters for look-alikes; so do the lists of those who guess. */
const LOOK_ALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * What is wrong with a new password, as a person is told; null when nothing is. Length counts most; what is made
 * of a common word, a name of the place or a run of keys with digits around it is refused however long.
 * @param context words an attacker would try first here: the organisation, the area, the person, the address
 */
export function checkPassword(password: string, context: readonly string[]): Said | null {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return said('password-short', SHORTEST_PASSWORD)
  if (length > LONGEST_PASSWORD) return said('password-long', LONGEST_PASSWORD)
  const lower = password.normalize('NFKC').toLowerCase()
  if (new Set(lower).size < 5) return said('password-repeats')
  const known = new Set([...COMMON_STEMS, ...contextWords(context)])
  const plain = stem(lower)
  const inner = lower.replace(/^[^\p{L}]+|(?<=\p{L})[^\p{L}]+$/gu, '')
  const swapped = stem([...inner].map((c) => LOOK_ALIKES[c] ?? c).join(''))
  if (plain.length < 4) return said('password-digits')
  if (isRun(lower)) return said('password-run')
  if ([plain, swapped].some((letters) => known.has(letters) || isTwoOf(letters, known)))
    return said('password-known')
  return null
}

const stem = (text: string): string => text.replace(/[^\p{L}]+/gu, '')

function contextWords(context: readonly string[]): string[] {
  return context
    .flatMap((text) => [text, ...text.split(/[^\p{L}]+/u)])
    .map((word) => stem(word.toLowerCase()))
    .filter((word) => word.length >= 3)
}

/** One known word said twice, or one after another: `liverpoolfootball`. */
function isTwoOf(letters: string, known: ReadonlySet<string>): boolean {
  for (let at = 2; at <= letters.length - 2; at++)
    if (known.has(letters.slice(0, at)) && known.has(letters.slice(at))) return true
  return false
}

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890', 'abcdefghijklmnopqrstuvwxyz']
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].reverse().join(''))].map((row) => row + row)

/** At least three quarters of it are steps along the keyboard or the alphabet, or the character before said again. */
function isRun(lower: string): boolean {
  let steps = 0
  for (let at = 1; at < lower.length; at++) {
    const pair = lower.slice(at - 1, at + 1)
    if (pair[0] === pair[1] || RUNS.some((row) => row.includes(pair))) steps++
  }
  return steps >= (lower.length - 1) * 0.75
}
