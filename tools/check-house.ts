/**
 * The rules of the house that a machine can hold (ARCHITECTURE.md, "Rules"). Prints one line a broken rule, exits 1.
 * Run by `npm run check` and by tests/house.test.ts.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brokenKeys } from './check-keys.ts'
import { brokenSlices, SLICES, sameNumbers } from './check-slices.ts'

const LONGEST_FILE = 400
const BANNED_NAMES = /(^|\/)(utils?|helpers?|managers?|common|services?)(\.[a-z.]+)?(\/|$)/
/** Word catalogues, data and tests may be long. */
const MAY_BE_LONG = /(\.test\.ts$|^tests\/|\/data\/|^web\/words\/|package-lock\.json$)/

export interface Broken {
  file: string
  line: number
  rule: string
}

/** Every tracked or new file, relative to the root. */
function allFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  return listed.split('\n').filter((f) => f !== '' && existsSync(path.join(root, f)))
}

/** Finds what breaks a rule in one file. Pure: takes the file's name and text. */
export function inspect(file: string, text: string): Broken[] {
  if (file === 'tests/house.test.ts' || file === 'tools/check-house.ts') return []
  const broken: Broken[] = []
  const lines = text.split('\n')
  const at = (line: number, rule: string) => broken.push({ file, line: line + 1, rule })
  const isTest = /\.test\.ts$/.test(file) || file.startsWith('tests/') || file.startsWith('bench/')
  if (BANNED_NAMES.test(file)) at(0, 'a name that says nothing (utils, helpers, managers, common, services)')
  if (!MAY_BE_LONG.test(file) && lines.length > LONGEST_FILE + 1)
    at(LONGEST_FILE, `over ${LONGEST_FILE} lines`)
  const inServer = file.startsWith('server/') && !isTest
  const inSlice = inServer && SLICES.some((s) => file.startsWith(`server/${s}/`))
  const inEngine = file.startsWith('engines/') && !isTest
  lines.forEach((line, i) => {
    const code = line.replace(/\/\/.*$/, '').replace(/^\s*\*.*$/, '')
    if (
      /process\.env/.test(code) &&
      /^(server|engines|web)\//.test(file) &&
      !isTest &&
      file !== 'server/platform/config.ts'
    )
      at(i, 'process.env outside config.ts')
    if ((inSlice || inEngine) && /\bDate\.now\(\)|new Date\(\)/.test(code))
      at(i, 'the time is asked of ctx.clock')
    if (
      inServer &&
      !file.startsWith('server/platform/safe-fetch') &&
      (/(^|[^.\w])fetch\(/.test(code) || /\bhttps?\.(get|request)\(/.test(code) || /\bundici\b/.test(code)) &&
      !/io\.fetch\(/.test(code)
    )
      at(i, 'outbound HTTP outside safe-fetch.ts')
    if (/\.(ts|svelte)$/.test(file) && /:\s*any\b|\bas any\b|@ts-(ignore|nocheck|expect-error)/.test(code))
      at(i, 'any, or a silenced type check')
    if (/\b(it|test|describe)\.(todo|only)\b/.test(code)) at(i, 'a test switched off')
  })
  if (file.startsWith('migrations/')) {
    const slice = /^migrations\/\d+_(\w+)\.sql$/.exec(file)?.[1]
    for (const [i, line] of lines.entries()) {
      const table = /create table (?:if not exists )?(\w+)/i.exec(line)?.[1]
      const prefixes =
        slice === 'events' || slice === 'audit' || slice === 'identity' || slice === 'media'
          ? ['platform_', `${slice}_`]
          : [`${slice}_`]
      if (table && !prefixes.some((p) => table.startsWith(p)))
        at(i, `table ${table} does not begin with its owner's name`)
    }
  }
  return broken
}

/** Which slice's tables are written outside that slice's own store (`insert into`, `update`, `delete from`). */
export function strayWrites(file: string, text: string): Broken[] {
  if (!file.startsWith('server/') || /\.test\.ts$/.test(file)) return []
  const broken: Broken[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const table =
      /\b(?:insert into|update|delete from)\s+((?:record|estate|listen|exercise|converse|publish|crisis|alert)_\w+)/i.exec(
        line,
      )?.[1]
    if (!table) continue
    const owner = table.split('_')[0]
    if (!new RegExp(`^server/${owner}/(store|store-[\\w-]+)\\.ts$`).test(file))
      broken.push({ file, line: i + 1, rule: `writes ${table} outside server/${owner}/store.ts` })
  }
  return broken
}

/** Every broken rule in the tree. */
export function checkHouse(root: string): Broken[] {
  const files = allFiles(root)
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  const migrations = files.filter((f) => /^migrations\/.*\.sql$/.test(f)).sort()
  return [
    ...files
      .filter((f) => /\.(ts|svelte|mjs|js|css|sql)$/.test(f))
      .flatMap((file) => {
        const text = read(file)
        return [...inspect(file, text), ...strayWrites(file, text)]
      }),
    ...brokenKeys(migrations.map((file) => ({ file, text: read(file) }))),
    ...brokenSlices(files, read),
    ...sameNumbers(files),
  ]
}

if (import.meta.filename === process.argv[1]) {
  const broken = checkHouse(path.resolve(import.meta.dirname, '..'))
  for (const b of broken) console.log(`${b.file}:${b.line}: ${b.rule}`)
  console.log(broken.length === 0 ? 'the house stands' : `${broken.length} broken`)
  process.exit(broken.length === 0 ? 0 : 1)
}
