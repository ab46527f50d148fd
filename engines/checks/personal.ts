/** Rules about what belongs to a person: plates, numbers, addresses. */
import { matchesOf, type Rule } from './finding.ts'

const months = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i

/** Present plates (AB12 CDE) and those from 1963 on (A123 BCD, ABC 123D); no I, O, Q, Z where they are never issued. */
export const numberPlate: Rule = {
  id: 'number-plate',
  severity: 'block',
  why: 'A number plate leads to a person; say what the vehicle looks like instead.',
  find: ({ text }) =>
    matchesOf(
      text,
      /\b(?:[A-HJ-PR-Y]{2}(?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}|[A-HJ-NPR-Y]\d{1,3} [A-HJ-PR-Z]{3}|[A-HJ-PR-Z]{3} \d{1,3}[A-HJ-NPR-Y])\b/g,
      ([plate]) => !months.test(plate),
    ),
}

/** Lines that belong to a service and may be said aloud. */
const publicLine = /^(?:0?800|0?808|03\d\d|0300|0845|0870|116)/

/** Telephone numbers of people: mobiles, and landlines unless they are a service's. */
export const phoneNumber: Rule = {
  id: 'phone-number',
  severity: 'warn',
  why: 'This looks like somebody’s own telephone number; a service’s line is safer to give.',
  find: ({ text }) =>
    matchesOf(
      text,
      /(?<![\d£$€.,#])(?:(?:\+|00)44\s?\(?0?\)?\s?|\(?0)(?:\d[\s-]?\)?\s?){8,9}\d(?!\d)/g,
      ([number]) => {
        const digits = number
          .replace(/\D/g, '')
          .replace(/^(?:00)?44/, '0')
          .replace(/^00/, '0')
        return (
          (digits.length === 10 || digits.length === 11) && /^0[127]/.test(digits) && !publicLine.test(digits)
        )
      },
    ),
}

/** National Insurance numbers as HMRC makes them. */
export const insuranceNumber: Rule = {
  id: 'ni-number',
  severity: 'block',
  why: 'A National Insurance number must never be published.',
  find: ({ text }) =>
    matchesOf(
      text,
      /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi,
    ),
}

/** Ten digits whose last is the check digit of the nine before (NHS data dictionary). */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < 9; i++) sum += (10 - i) * Number(digits[i])
  const check = (11 - (sum % 11)) % 11
  return check < 10 && check === Number(digits[9])
}

export const nhsNumber: Rule = {
  id: 'nhs-number',
  severity: 'block',
  why: 'An NHS number leads to a patient’s record and must never be published.',
  find: ({ text }) =>
    matchesOf(text, /(?<![\d+£.-]|ISBN:? )\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g, ([number]) =>
      isNhsNumber(number.replace(/\D/g, '')),
    ),
}

const street =
  '(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Cres|Terrace|Place|Pl|Gardens|Gdns|Grove|Way|Walk|Row|Mews|Rise|View|Square|Heol|Stryd|Ffordd)'

const house = new RegExp(
  `\\b(?:(?:[Ff]lat|[Aa]partment|[Uu]nit)\\s\\d+[A-Za-z]?,?\\s)?\\d{1,4}[A-Za-z]?,?\\s(?:\\p{Lu}[\\p{L}'’]+\\s){1,3}${street}\\b(?!\\s(?:Police|Fire|Library|Surgery|Hospital|Station|School))`,
  'gu',
)
/** After these a number counts or dates something. */
const noHouse = /\b(?:on|until|by|the|between|and|bus|route|in|No\.?)\s$/i
/** As far back as the longest of them reaches, with the letter before it. */
const REACH = 10

/** A house or flat with its street: where somebody lives, unless the words before say that the number counts or dates. */
export const homeAddress: Rule = {
  id: 'home-address',
  severity: 'warn',
  why: 'A house number and a street together say where somebody lives; the street alone is enough.',
  find: ({ text }) =>
    matchesOf(text, house, ({ index }) => !noHouse.test(text.slice(Math.max(0, index - REACH), index))),
}
