/**
 * Language of short posts: `npm run -s evaluate -- language [--data DIR] [--translations DIR] [--packages PATTERN]`.
 * Judged by langid-eld; by catalogues of Debian packages that the trainer left out whole (tools/train/catalogues.ts says
 * which), wherever they are installed or lie unpacked under `--translations`, and by those whose path the pattern knows
 * (for a model trained `--without` it), less every text that also stands in a catalogue that may be trained on; and, without a measure, by texts that mix languages.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { detectLanguage } from '../engines/text/index.ts'
import { accuracy, calibrationError, interval, type Judged, report, setFolder } from '../tools/evaluate.ts'
import { loadEld } from '../tools/language-peer.ts'
import {
  cataloguesOf,
  folders,
  freshTexts,
  heldOutOf,
  packageOf,
  textsOf,
} from '../tools/train/catalogues.ts'

/** npm `eld` by its large profiles, when it is installed (bench/peers); null where it is not. */
const peer = await loadEld()

function judge(
  set: string,
  texts: { code: string; text: string }[],
  baselines?: Record<string, number>,
): void {
  const items = texts.map(({ code, text }): Judged => {
    const { value, probability } = detectLanguage(text)
    return { truth: code, guess: value, probability }
  })
  const wrong = new Map<string, number>()
  for (const { truth, guess } of items) if (guess !== truth) wrong.set(guess, (wrong.get(guess) ?? 0) + 1)
  report({
    evaluate: 'language',
    set,
    measure: 'accuracy',
    value: accuracy(items),
    n: items.length,
    ci95: interval(items, accuracy),
    calibration_error: calibrationError(items),
    taken_for: Object.fromEntries([...wrong].sort((a, b) => b[1] - a[1]).slice(0, 3)),
    baselines: {
      ...baselines,
      ...(peer && { eld_now: accuracy(texts.map(({ code, text }) => ({ truth: code, guess: peer(text) }))) }),
    },
  })
}

const folder = setFolder('language', 'langid-eld')
if (folder)
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()) {
    const texts = readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .map((line) => ({ code: line.slice(0, line.indexOf('\t')), text: line.slice(line.indexOf('\t') + 1) }))
      .filter(({ code }) => code.length >= 2)
    if (texts.length > 0)
      judge(`langid-eld/${file}`, texts, { eld_large: 0.9967, fasttext: 0.989, cld3: 0.9218, franc: 0.796 })
  }

const asked = ['cy', 'gd', 'ga', 'pl', 'ur', 'pa', 'bn', 'ar', 'ro']
const at = process.argv.indexOf('--translations')
const under = at < 0 ? folders : [process.argv[at + 1]!]
const asking = process.argv.indexOf('--packages')
const packages = asking < 0 ? null : new RegExp(process.argv[asking + 1]!)
for (const code of asked) {
  const byPackage = new Map<string, Set<string>>()
  const trained = new Set<string>()
  for (const file of cataloguesOf(code, [...new Set([...under, ...folders])])) {
    const name = heldOutOf(file) ?? (packages?.test(file) ? packageOf(file, under) : null)
    if (name === null) {
      for (const text of textsOf(file, code)) trained.add(text)
      continue
    }
    const texts = byPackage.get(name) ?? new Set()
    for (const text of textsOf(file, code)) texts.add(text)
    byPackage.set(name, texts)
  }
  let some = false
  for (const [name, all] of [...byPackage].sort()) {
    const texts = freshTexts(all, trained)
    if (texts.length < 20) continue
    some = true
    judge(
      `${name} (${code})`,
      texts.map((text) => ({ code, text })),
    )
  }
  if (!some)
    process.stdout.write(
      `${JSON.stringify({ evaluate: 'language', set: code, skipped: `no catalogue of a package left out (libreoffice-l10n, python3-django) under ${under.join(', ')}` })}\n`,
    )
}

/* What becomes of texts that mix languages or write Urdu and Punjabi in Latin letters: told, not measured. */
const mixed = readFileSync(path.join(import.meta.dirname, 'data/written/language-mixed.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; kind: string })
for (const kind of new Set(mixed.map((row) => row.kind))) {
  const taken = new Map<string, number>()
  const rows = mixed.filter((row) => row.kind === kind)
  for (const { text } of rows) {
    const { value } = detectLanguage(text)
    taken.set(value, (taken.get(value) ?? 0) + 1)
  }
  process.stdout.write(
    `${JSON.stringify({ evaluate: 'language', set: `written/language-mixed (${kind})`, n: rows.length, taken_for: Object.fromEntries([...taken].sort((a, b) => b[1] - a[1])) })}\n`,
  )
}
