/** Rules so that a post is understood at first reading. */
import { type Found, matchesOf, type Rule } from './finding.ts'

/** Words of offices and what people say instead. */
const plainer: Readonly<Record<string, string>> = {
  utilise: 'use', utilised: 'used', utilising: 'using', commence: 'start', commenced: 'started', commences: 'starts',
  terminate: 'end', terminated: 'ended', endeavour: 'try', facilitate: 'help', ascertain: 'find out', expedite: 'speed up',
  'prior to': 'before', 'in the event of': 'if there is', 'in the event that': 'if', 'with regard to': 'about',
  'in respect of': 'about', 'at this moment in time': 'now', 'at the present time': 'now', 'in order to': 'to',
  'due to the fact that': 'because', 'a number of': 'some', 'in the vicinity of': 'near', 'subsequent to': 'after',
  'in close proximity to': 'near', thereafter: 'then', whilst: 'while', amongst: 'among', aforementioned: 'these',
  'make an application': 'apply', 'provide assistance': 'help', 'is able to': 'can', 'are able to': 'can',
  'adverse weather conditions': 'bad weather', 'going forward': 'from now on', 'on a daily basis': 'daily',
} // biome-ignore format: a list of pairs

const office = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${Object.keys(plainer).join('|')})(?![\\p{L}\\p{N}-])`,
  'giu',
)

export const plainWords: Rule = {
  id: 'plain-words',
  severity: 'note',
  why: 'There is a plainer word, which more people understand at once.',
  find: ({ text, language }) =>
    language !== 'en'
      ? []
      : matchesOf(text, office).map(({ start, end }): Found => {
          const said = text.slice(start, end)
          const plain = plainer[said.toLowerCase()]!
          const capital = said[0] !== said[0]!.toLowerCase()
          return { start, end, fix: capital ? plain[0]!.toUpperCase() + plain.slice(1) : plain }
        }),
}

/** Words in a sentence above which half of all readers lose the thread (GOV.UK's own limit). */
const MOST_WORDS = 25

export const longSentence: Rule = {
  id: 'long-sentence',
  severity: 'note',
  why: 'A sentence of more than 25 words is hard to take in on a phone; two are easier.',
  find: ({ text }) => {
    const found: Found[] = []
    let start = 0
    for (const end of [...ends(text), text.length]) {
      const words = text.slice(start, end).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []
      const first = start + (text.slice(start, end).length - text.slice(start, end).trimStart().length)
      if (words.length > MOST_WORDS)
        found.push({ start: first, end: start + text.slice(start, end).trimEnd().length })
      start = end
    }
    return found
  },
}

/** Where sentences end: after a stop with a blank behind it, or at a new line. */
function* ends(text: string): Generator<number> {
  for (const { 0: stop, index } of text.matchAll(/[.!?…]+(?=\s)|\n/gu)) yield index + stop.length
}

export const clickHere: Rule = {
  id: 'click-here',
  severity: 'note',
  why: 'Said by itself by a screen reader, a link called “here” leads nowhere; say what is behind it.',
  find: ({ text }) =>
    matchesOf(
      text,
      /(?<![\p{L}\p{N}])(?:click (?:on )?(?:here|this link|the link|below)|tap here|(?:see|read|find out|more|book|apply|sign up) here|follow this link|cliciwch yma)(?![\p{L}\p{N}])/giu,
    ),
}
