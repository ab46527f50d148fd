/** Rules about what is not what it looks like: letters of other alphabets, unseen characters, links that hide where they lead. */
import { type Found, matchesOf, type Rule } from './finding.ts'

/** Characters that are not seen, or turn the direction of what follows; those that emoji are joined with may stay. */
const unseen = /\u034f|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g

export const unseenCharacter: Rule = {
  id: 'unseen-character',
  severity: 'warn',
  why: 'There is a character here that nobody sees; it can hide words or turn a link around.',
  find: ({ text }) => matchesOf(text, unseen).map((found): Found => ({ ...found, fix: '' })),
}

/** Letters of Greek and Cyrillic that look like Latin ones, and which. */
const alike = new Map<string, string>()
for (const [from, to] of [
  ['абвеѕіјорсухһԁԛԝ', 'abbesijopcyxhdqw'],
  ['АВЕЅІЈКМНОРСТУХԌ', 'ABESIJKMHOPCTYXG'],
  ['αικνορτυχ', 'aiknoptux'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
] as const)
  for (let i = 0; i < from.length; i++) alike.set(from[i]!, to[i]!)

/** A word of Latin letters with some among them that only look so. */
export const lookAlike: Rule = {
  id: 'look-alike',
  severity: 'block',
  why: 'Some letters of this word are of another alphabet and only look the same: it cannot be searched for and reads as a trick.',
  find: ({ text }) =>
    [...text.matchAll(/\p{L}+/gu)].flatMap((match): Found[] => {
      const word = match[0]
      if (!/\p{Script=Latin}/u.test(word) || ![...word].some((letter) => alike.has(letter))) return []
      return [
        {
          start: match.index,
          end: match.index + word.length,
          fix: [...word].map((letter) => alike.get(letter) ?? letter).join(''),
        },
      ]
    }),
}

const shorteners =
  /\b(?:https?:\/\/)?(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|buff\.ly|is\.gd|rb\.gy|cutt\.ly|shorturl\.at|tiny\.cc|lnkd\.in|rebrand\.ly|dlvr\.it|trib\.al|fb\.me|youtu\.be\/redirect)(?:\/[^\s]*)?(?=$|[\s).,!?;:])/gi

export const shortLink: Rule = {
  id: 'short-link',
  severity: 'warn',
  why: 'A shortened link hides where it leads, which is what tricksters do; give the address itself.',
  find: ({ text }) => matchesOf(text, shorteners),
}
