/** Rules so that everybody can read a post: with a screen reader, on a small screen, without a guess. */
import { type Draft, type Found, matchesOf, type Rule } from './finding.ts'

const words = (text: string) => text.match(/\p{L}+/gu) ?? []

/** A hashtag of several words in small letters, as far as its length tells. */
export const tagCapitals: Rule = {
  id: 'tag-capitals',
  severity: 'note',
  why: 'A screen reader reads a hashtag word by word only when each word begins with a capital.',
  find: ({ text }) => matchesOf(text, /(?<![\p{L}\p{N}&])#[\p{Ll}\d]{10,}(?![\p{L}\p{N}_])/gu),
}

export const emojiRun: Rule = {
  id: 'emoji-run',
  severity: 'note',
  why: 'A screen reader speaks the name of every emoji; one or two say enough.',
  find: ({ text }) => emojiRuns(text),
}

const oneEmoji =
  /(?![©®™])\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\u{1f3fb}-\u{1f3ff}])*/gu

/** Four emoji or more with at most a space between them. */
function emojiRuns(text: string): Found[] {
  const runs: (Found & { many: number })[] = []
  for (const { 0: emoji, index } of text.matchAll(oneEmoji)) {
    const last = runs.at(-1)
    const gap = last ? text.slice(last.end, index) : null
    if (last && (gap === '' || gap === ' ')) {
      last.end = index + emoji.length
      last.many++
    } else runs.push({ start: index, end: index + emoji.length, many: 1 })
  }
  return runs.filter(({ many }) => many >= 4).map(({ start, end }) => ({ start, end }))
}

/** Initials that are said as letters or are names: not shouting. */
const initials =
  /^(?:NHS|BBC|UK|USA|EU|GMP|DVLA|HMRC|DWP|RNLI|RSPCA|CCTV|PCSO|FOI|GP|A&E|ID|MP|MPS|PC|DC|DI|HGV|SUV|ATM|PIN|COVID|SAR|NEW|NOW)$/

/** Four words or more in capitals in a row, or most of a text. */
export const shouting: Rule = {
  id: 'shouting',
  severity: 'note',
  why: 'Capitals throughout are read as shouting, are harder to read, and some screen readers spell them.',
  find: ({ text }) =>
    matchesOf(text, /(?<![\p{L}\p{N}'’&-])(?:\p{Lu}[\p{Lu}\p{N}'’&-]*(?:[\s,:;–-]+|$)){4,}/gu, ([run]) => {
      const loud = words(run).filter((word) => word.length > 1 && !initials.test(word))
      return loud.length >= 3
    }).map(({ start, end }) => ({ start, end: start + text.slice(start, end).trimEnd().length })),
}

const fileName =
  /^(?:img|image|dsc|dscn|photo|picture|screenshot|screen shot|pxl|mvimg|whatsapp image|received|untitled|file|scan)[\s_\d().:-]*(?:at [\d.]+)?(?:\.\w{3,4})?$|\.(?:jpe?g|png|gif|webp|heic|mp4|mov)$/i
const useless =
  /^(?:an? )?(?:image|picture|photo|photograph|graphic|poster|infographic|video|logo|screenshot|alt ?text|description|see (?:post|text|above)|n\/?a|tbc|todo|none|test|\.+|-+)\.?$/i

const ofMedia = (draft: Draft, objects: (alt: string | null) => boolean): Found[] =>
  draft.media.flatMap(({ alt }, media) => (objects(alt) ? [{ media, start: 0, end: alt?.length ?? 0 }] : []))

export const altMissing: Rule = {
  id: 'alt-missing',
  severity: 'warn',
  why: 'Without a description nobody who cannot see the picture knows what it shows.',
  find: (draft) => ofMedia(draft, (alt) => alt === null || alt.trim() === ''),
}

export const altUseless: Rule = {
  id: 'alt-useless',
  severity: 'warn',
  why: 'A description says what the picture shows; the name of a file or “image” says nothing.',
  find: (draft) =>
    ofMedia(
      draft,
      (alt) => alt !== null && alt.trim() !== '' && (fileName.test(alt.trim()) || useless.test(alt.trim())),
    ),
}
