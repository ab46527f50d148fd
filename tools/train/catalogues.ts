/* Translated strings of installed Debian packages: where they lie, and which packages are kept for the test. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { readCatalogue } from './gettext.ts'

/** Where Debian's packages put their catalogues. */
export const folders = [
  '/usr/share/locale',
  '/usr/lib/libreoffice/program/resource',
  '/usr/lib/python3/dist-packages/django',
]

/** Packages (and three lone catalogues) on which nothing is trained, by what their files are called. */
const kept: [string, RegExp][] = [
  ['libreoffice-l10n', /\/libreoffice\//],
  ['python3-django', /\/django\//],
  ['gtk30.mo, gtk40.mo', /\/gtk[34]0\.mo$/],
  ['software-properties.mo', /\/software-properties\.mo$/],
]

/** The package for which a catalogue is kept as a test; null for one that may be trained on. */
export const heldOutOf = (file: string): string | null =>
  kept.find(([, pattern]) => pattern.test(file))?.[0] ?? null

/** Every catalogue of a language (`pa` has those of `pa_IN`) under the folders, wherever in them it lies. */
export function cataloguesOf(code: string, under: string[] = folders): string[] {
  const names = code === 'en' ? ['en_GB'] : [code, `${code}_${regions[code] ?? ''}`]
  return under
    .flatMap((folder) => messageFolders(folder))
    .filter((folder) => names.includes(path.basename(path.dirname(folder))))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.mo'))
        .map((name) => path.join(folder, name)),
    )
    .sort()
}

const regions: Record<string, string> = { pa: 'IN', bn: 'IN', pt: 'PT' }

const found = new Map<string, string[]>()

/** The LC_MESSAGES folders below a folder, without following links; asked once a folder. */
function messageFolders(folder: string, depth = 0): string[] {
  const known = found.get(folder)
  if (known) return known
  const inside: string[] = []
  if (depth < 12 && existsSync(folder))
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory())
        if (entry.name === 'LC_MESSAGES') inside.push(path.join(folder, entry.name))
        else inside.push(...messageFolders(path.join(folder, entry.name), depth + 1))
  found.set(folder, inside)
  return inside
}

/** The letters of languages that are not written in Latin ones. */
const letters: Record<string, RegExp> = {
  ar: /\p{Script=Arabic}/gu,
  ur: /\p{Script=Arabic}/gu,
  pa: /\p{Script=Gurmukhi}/gu,
  bn: /\p{Script=Bengali}/gu,
}

/**
 * Short texts of a catalogue: three words or more, or 15 letters or more, once placeholders and mark-up are gone; at
 * most 140 characters; each once. What was left in English, credits of translators, and strings of which less than half
 * is in the language's script are no texts in it.
 */
export function textsOf(file: string, code: string): string[] {
  const own = letters[code] ?? /\p{Script=Latin}/gu
  const texts = readCatalogue(file)
    .filter(({ source, translation }) => translation !== source && source !== 'translator-credits')
    .map(({ translation }) => translation)
    .filter((text) => {
      const words = text.match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? []
      const all = text.match(/\p{L}/gu)?.length ?? 0
      return (
        text.length <= 140 &&
        (words.length >= 3 || words.join('').length >= 15) &&
        2 * (text.match(own)?.length ?? 0) >= all &&
        !text.includes('\ufffd')
      )
    })
  return [...new Set(texts)]
}

/** The package that a catalogue belongs to where every package is unpacked in a folder of its name. */
export const packageOf = (file: string, under: string[]): string => {
  const folder = under.find((name) => file.startsWith(`${name}/`)) ?? ''
  return file.slice(folder.length + 1).split('/')[0]!
}

/** Texts to judge by: none that was trained on, wherever it stood, and of many every nth, so that no file fills the sample. */
export function freshTexts(texts: Iterable<string>, trained: ReadonlySet<string>, most = 3_000): string[] {
  const fresh = [...texts].filter((text) => !trained.has(text))
  const every = Math.max(1, Math.ceil(fresh.length / most))
  return fresh.filter((_, i) => i % every === 0)
}
