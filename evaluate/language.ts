/**
 * Language of short posts: `npm run -s evaluate -- language [--data DIR] [--translations /usr/share/locale]`. Judged by
 * langid-eld and by catalogues of Debian packages that the trainer left out (gtk30), where they are installed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { detectLanguage } from '../engines/text/index.ts'
import { accuracy, interval, type Judged, report, setFolder } from '../tools/evaluate.ts'
import { readCatalogue } from '../tools/train/gettext.ts'

const folder = setFolder('language', 'langid-eld')
if (folder)
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()) {
    const items = readFileSync(`${folder}/${file}`, 'utf8')
      .split('\n')
      .flatMap((line): Judged[] => {
        const tab = line.indexOf('\t')
        return tab < 2
          ? []
          : [{ truth: line.slice(0, tab), guess: detectLanguage(line.slice(tab + 1)).value }]
      })
    if (items.length > 0)
      report({
        evaluate: 'language',
        set: `langid-eld/${file}`,
        measure: 'accuracy',
        value: accuracy(items),
        n: items.length,
        ci95: interval(items, accuracy),
        baselines: { eld_large: 0.9967, fasttext: 0.989, cld3: 0.9218, franc: 0.796 },
      })
  }

const at = process.argv.indexOf('--translations')
const translations = at < 0 ? '/usr/share/locale' : process.argv[at + 1]!
for (const code of ['cy', 'gd', 'ga', 'pl', 'ur', 'pa', 'bn', 'ar', 'ro', 'gu', 'lt', 'pt', 'uk', 'tr']) {
  const file = `${translations}/${code}/LC_MESSAGES/gtk30.mo`
  if (!existsSync(file)) continue
  const items = readCatalogue(file)
    .map(({ translation }) => translation)
    .filter((text) => text.length >= 20 && text.length <= 140 && text.split(' ').length >= 4)
    .map((text): Judged => ({ truth: code, guess: detectLanguage(text).value }))
  if (items.length >= 30)
    report({
      evaluate: 'language',
      set: `gtk30 catalogue (${code})`,
      measure: 'accuracy',
      value: accuracy(items),
      n: items.length,
      ci95: interval(items, accuracy),
    })
}
