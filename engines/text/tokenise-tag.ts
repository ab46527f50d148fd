import * as table from './tokenise-table.ts'
import { astralFold } from './tokenise-table.ts'

// Constants of another module are read from memory at every use; those of this one the compiler knows.
const { CASE, CLASS, DIGIT, LOWER, MARK, SINGLE, SKIP, SURROGATE, UNDERSCORE, UPPER } = table

/** Where the word that begins at `at` ends: before a capital, before digits after three letters, before a capital after digits. */
export function pieceEnd(text: string, at: number, end: number): number {
  let run = 0
  let before = 0
  let j = at
  for (; j < end; j++) {
    const c = text.charCodeAt(j)
    const kind = CLASS[c]!
    if (kind === UNDERSCORE || kind === SINGLE) break
    if (kind === SKIP) continue
    if (kind === SURROGATE) {
      if (j > at && astralFold(text.codePointAt(j)!) <= '\u0001') break
      j++
      continue
    }
    const now = CASE[c]!
    if (j > at) {
      if (now === UPPER && (before === LOWER || before === DIGIT)) break
      if (now === UPPER && before === UPPER && isLowerNext(text, j, end)) break
      if (now === DIGIT && before !== DIGIT && run >= 3) break
    }
    if (now !== MARK) {
      run = now === DIGIT ? 0 : run + 1
      before = now
    }
  }
  return j
}

/** `NHSWales`: the capital before small letters begins a word; `PCSOs` and `MPs` are left whole. */
function isLowerNext(text: string, j: number, end: number): boolean {
  if (j + 1 >= end || CASE[text.charCodeAt(j + 1)] !== LOWER) return false
  return !(j + 2 === end && text.charCodeAt(j + 1) === 115)
}
