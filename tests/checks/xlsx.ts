import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { inflateRawSync } from 'node:zlib'

const run = promisify(execFile)

/** Where LibreOffice is on this machine; null when it is not. */
export const findOffice = (): string | null =>
  ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/libreoffice/program/soffice'].find((at) =>
    existsSync(at),
  ) ?? null

/** What a spreadsheet made of a CSV: its formulas, and its cells as texts by row and column (both from 0). */
export interface Opened {
  formulas: number
  rows: Map<number, string>[]
}

/** Opens CSVs in LibreOffice as a person would (comma, UTF-8, special numbers found) and saves them as workbooks. */
export async function openInOffice(office: string, csvs: string[], folder: string): Promise<Opened[]> {
  const filter = 'CSV:44,34,76,1,,0,false,true,false'
  const own = ['--headless', '--norestore', `-env:UserInstallation=file://${folder}/profile`]
  await run(office, [...own, `--infilter=${filter}`, '--convert-to', 'xlsx', '--outdir', folder, ...csvs], {
    timeout: 120_000,
    env: { ...process.env, HOME: folder },
  })
  return csvs.map((csv) => readWorkbook(path.join(folder, `${path.basename(csv, '.csv')}.xlsx`)))
}

function readWorkbook(file: string): Opened {
  const files = unzip(readFileSync(file))
  const shared = [...text(files, 'xl/sharedStrings.xml').matchAll(/<si\b[^>]*>(.*?)<\/si>|<si\/>/gs)].map(
    (si) => [...(si[1] ?? '').matchAll(/<t\b[^>]*>(.*?)<\/t>/gs)].map((t) => plain(t[1]!)).join(''),
  )
  const sheet = text(files, 'xl/worksheets/sheet1.xml')
  const rows: Opened['rows'] = []
  for (const row of sheet.matchAll(/<row [^>]*\br="(\d+)"[^>]*>(.*?)<\/row>/gs)) {
    const cells = new Map<number, string>()
    for (const c of row[2]!.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
      const value = /<v>(.*?)<\/v>/s.exec(c[3]!)?.[1] ?? ''
      cells.set(columnOf(c[1]!), / t="s"/.test(c[2]!) ? shared[Number(value)]! : plain(value))
    }
    rows[Number(row[1]) - 1] = cells
  }
  return { formulas: (sheet.match(/<f\b/g) ?? []).length, rows }
}

const text = (files: Map<string, Buffer>, name: string): string => files.get(name)?.toString('utf8') ?? ''
const columnOf = (letters: string): number =>
  [...letters].reduce((n, letter) => 26 * n + letter.charCodeAt(0) - 64, 0) - 1

/** XML's own escapes, and those of the workbook for what XML cannot hold. */
function plain(xml: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return xml
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_all, decimal, hex, name) =>
      name ? named[name]! : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replace(/_x([0-9A-F]{4})_/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The files of a zip archive, read by its central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const local = zip.readUInt32LE(at + 42)
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(data, data + size)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    files.set(name, zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}
