/**
 * Import: posts from files, CSV or JSON lines. A source of this kind keeps the column map that a person confirmed;
 * the file itself is read once and not kept.
 */
import { z } from 'zod'
import { type Channel, type Files, key, problemsOf } from '../channel.ts'
import { inspectImport } from './guess-map.ts'
import { readImport } from './read-import.ts'
import { replay } from './replay.ts'

const column = z.string().min(1).nullable().default(null)
const ImportSettings = z.object({
  name: z.string().trim().min(1).max(120).default('Imported file'),
  map: z.object({
    format: z.enum(['csv', 'jsonl']),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    header: z.boolean().optional(),
    text: z.string().min(1, key('import-text-none')),
    time: column,
    tweetId: column,
    author: column,
    link: column,
    lang: column,
    dayFirst: z.boolean().optional(),
  }),
})

export const createImport = (): Channel => ({
  kind: 'import',
  limits: { characters: null, counts: 'none', media: 0 },
  readSettings(raw) {
    const read = ImportSettings.safeParse(raw)
    return read.success
      ? { ok: true, settings: read.data, name: read.data.name }
      : { ok: false, problems: problemsOf(read.error.issues, 'map') }
  },
})

export const files: Files = { inspect: inspectImport, read: readImport, replay }
