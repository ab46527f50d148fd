/** Rules about what is not what it looks like: letters of other alphabets, unseen characters, links that hide where they lead. */
import { type Found, matchesOf, type Rule } from './finding.ts'
import { alike, unseen } from './skeleton.ts'

export const unseenCharacter: Rule = {
  id: 'unseen-character',
  severity: 'warn',
  why: 'There is a character here that nobody sees; it can hide words or turn a link around.',
  find: ({ text }) => matchesOf(text, unseen).map((found): Found => ({ ...found, fix: '' })),
}

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
