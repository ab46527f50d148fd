import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../tests/support/read-csv.ts'
import { guardCell, toCsv, unguardCell } from './csv.ts'

describe('a cell', () => {
  test.each([
    '=1+1', '+44 161 496 0000', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', ' =1', '\u00a0=1', '\u200b@x', '\u202e=1', '\ufeff=1',
    '＝1', '＋1', '－1', '＠x', '﹦1', '−1', '\n\t -1', '\tindented', "'=already", "'", "''",
  ])('that a spreadsheet could run is text: %j', (cell) => {
    expect(guardCell(cell)[0]).toBe("'")
    expect(unguardCell(guardCell(cell))).toBe(cell)
  }) // biome-ignore format: a list

  test.each([
    '07700 900123',
    '1/2',
    '12 March',
    '£1,000',
    '(5)',
    '2026-03-04',
    'TRUE',
    'March 2026',
    '.5',
    '1e5',
    '9'.repeat(96),
  ])('that somebody wrote stays as they wrote it: %j', (cell) => {
    expect(guardCell(cell, true)).toBe(`'${cell}`)
  })

  test.each([
    '',
    'Flood in Mill Lane',
    'don’t',
    'a = b',
    'x-y',
    'https://a.b/c',
    '3 roads are closed and the river is still rising at Arrelbridge',
    'market',
  ])('with nothing of that is left as it is: %j', (cell) => expect(guardCell(cell, true)).toBe(cell))

  test('comes back exactly, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.constantFrom('=', '+', "'", '"', ',', '\n', '\r', '\r\n', '\0', ' ', 'a', '＝', '1'), { maxLength: 8 }).map((all) => all.join('')),
    ) // biome-ignore format: one line a kind
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (rows, typed) => {
          const read = readCsv(toCsv(rows.map((row) => row.map((cell) => guardCell(cell, typed)))))
          expect(read.map((row) => row.map(unguardCell))).toEqual(rows)
          for (const cell of read.flat()) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u)
        },
      ),
      { numRuns: 1_500, seed: 17 },
    )
  })

  const blns = path.resolve(import.meta.dirname, '../../../shared/data/bad-input/blns/blns.json')
  const there = existsSync(blns)
  if (!there) console.log('skipped: ../shared/data/bad-input/blns is not here')
  test.skipIf(!there)('of the big list of naughty strings comes back exactly', () => {
    const all = (JSON.parse(readFileSync(blns, 'utf8')) as string[]).map((one) => [one])
    expect(
      readCsv(toCsv(all.map(([one]) => [guardCell(one!, true)]))).map(([one]) => [unguardCell(one!)]),
    ).toEqual(all)
  })
})

test('a text of several lines is one cell, not a new row with a formula in front', () => {
  const rows = [['lovely day\n=HYPERLINK("http://evil.test","x")', 'a\rb', 'c\r\n@d', 'e"f', 'g,h']]
  expect(readCsv(toCsv(rows))).toEqual(rows)
})
