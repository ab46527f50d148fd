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

/** Packages (and two lone catalogues) on which nothing is trained, by what their files are called. */
const kept: [string, RegExp][] = [
  ['libreoffice-l10n', /\/libreoffice\//],
  ['python3-django', /\/django\//],
  ['gtk30.mo', /\/gtk30\.mo$/],
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
  if (depth < 9 && existsSync(folder))
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory())
        if (entry.name === 'LC_MESSAGES') inside.push(path.join(folder, entry.name))
        else inside.push(...messageFolders(path.join(folder, entry.name), depth + 1))
  found.set(folder, inside)
  return inside
}

/** Strings of a catalogue that are short texts: four words or more, 20 to 140 characters, each once, not left in English. */
export function textsOf(file: string): string[] {
  const texts = readCatalogue(file)
    .filter(({ source, translation }) => translation !== source)
    .map(({ translation }) => translation)
    .filter((text) => text.length >= 20 && text.length <= 140 && text.split(' ').length >= 4)
  return [...new Set(texts)]
}
