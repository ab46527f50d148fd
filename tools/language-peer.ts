import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

interface Eld {
  load?: (size: string) => Promise<unknown>
  detect: (text: string) => { language: string }
}

/**
 * npm `eld`, which names a language among sixty (no Welsh, Gaelic or Irish), from the packages of the benches' peers or from
 * `--eld FOLDER`; null where it is not installed.
 */
export async function loadEld(): Promise<((text: string) => string) | null> {
  const at = process.argv.indexOf('--eld')
  const folder =
    at < 0 ? path.join(import.meta.dirname, '../bench/peers/node_modules/eld') : process.argv[at + 1]!
  const entry = ['src/entries/static.large.js', 'src/entries/dynamic.js', 'src/languageDetector.js']
    .map((file) => path.join(folder, file))
    .find((file) => existsSync(file))
  if (entry === undefined) return null
  const { eld } = (await import(pathToFileURL(entry).href)) as { eld: Eld }
  if (entry.endsWith('dynamic.js')) await eld.load?.('large')
  return (text) => eld.detect(text).language
}
