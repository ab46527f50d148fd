import type { Phrase, Query } from './tree.ts'

/** A search in plain words, for a person who did not write it: `posts with “flood”, in Welsh, but not “insurance”`. */
export function describe(tree: Query): string {
  return `posts ${say(tree, false)}`
}

function say(tree: Query, inside: boolean): string {
  switch (tree.kind) {
    case 'and': {
      const text = sayAll(tree.parts)
      return inside ? `(${text})` : text
    }
    case 'or': {
      const plain = tree.parts.every((part) => part.kind === 'words')
      const text = plain
        ? `with ${list(tree.parts.map((part) => (part.kind === 'words' ? sayPhrase(part.items) : '')))}`
        : tree.parts.map((part) => say(part, part.kind === 'and')).join(' or ')
      return inside && !plain ? `(${text})` : text
    }
    case 'not':
      return `not ${say(tree.part, true)}`
    case 'words':
      return `with ${sayPhrase(tree.items)}`
    case 'near':
      return `with ${list(tree.left.map(sayPhrase))} within ${tree.distance} ${tree.distance === 1 ? 'word' : 'words'} of ${list(tree.right.map(sayPhrase))}`
    case 'filter':
      return sayFilter(tree.field, tree.value)
    case 'place':
      return `that name ${tree.shown}`
    case 'within':
      return `that name a place within ${tree.km} km of ${tree.shown}`
  }
}

function sayAll(parts: Query[]): string {
  const asked = parts.filter((part) => part.kind !== 'not').map((part) => say(part, true))
  const left = parts.filter((part) => part.kind === 'not').map((part) => say(part, true))
  return [asked.join(' and '), left.join(' and ')].filter((text) => text !== '').join(', but ')
}

function sayPhrase(items: Phrase): string {
  const words = items.map((item) => item.word + (item.prefix ? '…' : '')).join(' ')
  return `“${words}”`
}

function list(texts: string[]): string {
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} or ${texts[texts.length - 1]}`
}

const SOURCES: Record<string, string> = {
  media: 'news outlets',
  official: 'official bodies',
  charity: 'charities',
  business: 'businesses',
  eyewitness: 'people who were there',
  public: 'the public',
}

function sayFilter(field: string, value: string): string {
  switch (field) {
    case 'from':
      return `from @${value}`
    case 'to':
      return `that mention @${value}`
    case 'domain':
      return `that link to ${value}`
    case 'url':
      return `with a link that holds “${value}”`
    case 'lang':
      return `in ${languageName(value)}`
    case 'source':
      return `from ${SOURCES[value] ?? value}`
    case 'tone':
      return `that sound ${value}`
    case 'channel':
      return `on ${value}`
    default:
      return value === 'question'
        ? 'that ask a question'
        : value === 'link'
          ? 'with a link'
          : 'with pictures, video or sound'
  }
}

const LANGUAGES: Record<string, string> = {
  en: 'English', cy: 'Welsh', gd: 'Scottish Gaelic', ga: 'Irish', sco: 'Scots', pl: 'Polish', ur: 'Urdu', pa: 'Punjabi',
  bn: 'Bengali', ar: 'Arabic', ro: 'Romanian', fr: 'French', de: 'German', es: 'Spanish', pt: 'Portuguese', it: 'Italian',
  gu: 'Gujarati', hi: 'Hindi', ta: 'Tamil', tr: 'Turkish', uk: 'Ukrainian', ru: 'Russian', lt: 'Lithuanian', so: 'Somali',
  zh: 'Chinese', und: 'a language that was not recognised',
} // biome-ignore format: a table

function languageName(code: string): string {
  return LANGUAGES[code] ?? `the language “${code}”`
}

/** The handles that a search asks for with `from:`; who among them is a private person is for `listen` to say. */
export function privateFrom(tree: Query): string[] {
  const handles = new Set<string>()
  collect(tree, false, handles)
  return [...handles]
}

function collect(tree: Query, negated: boolean, handles: Set<string>): void {
  if (tree.kind === 'and' || tree.kind === 'or')
    for (const part of tree.parts) collect(part, negated, handles)
  else if (tree.kind === 'not') collect(tree.part, !negated, handles)
  else if (tree.kind === 'filter' && tree.field === 'from' && !negated) handles.add(tree.value)
}
