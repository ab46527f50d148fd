import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { MESSAGES as CHANNELS } from '../server/channels/messages.ts'
import type { Refusal } from '../server/platform/result.ts'
import { inLanguage, sayRefusal, wordsOf } from '../web/said.server.ts'
import { problemsCy } from '../web/words/problems.cy.ts'

const root = path.resolve(import.meta.dirname, '..')
type Table = Record<string, (...values: string[]) => string | [message: string, expected: string]>

/** Every table of sentences there is, found by the name of its file. */
const tables = globSync('{server,engines}/**/messages.ts', { cwd: root }).sort()
const readTable = async (file: string): Promise<Table> => (await import(path.join(root, file))).MESSAGES

it('every sentence that is said beside a refused field has Welsh, with the values in it', async () => {
  expect(tables.length).toBeGreaterThan(5)
  const all: Table = {}
  for (const file of tables)
    for (const [code, english] of Object.entries(await readTable(file))) {
      expect(all[code], `${code} stands in two tables`).toBeUndefined()
      all[code] = english
    }
  expect(Object.keys(problemsCy).sort()).toEqual(Object.keys(all).sort())
  const values = ['weir.example', '4711', 'kestrel']
  for (const [code, english] of Object.entries(all)) {
    const [en, cy] = [[english(...values)].flat().join(' '), problemsCy[code]!(...values)]
    expect(cy, code).not.toBe(en)
    for (const value of values) expect(cy.includes(value), `${code}: ${value}`).toBe(en.includes(value))
  }
})

it('a problem is made from a table and nowhere else', () => {
  const files = globSync('server/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.test.ts') })
  const own = files.filter((file) =>
    /\b(?:invalid\('[^']*', ['"`]|field(?:: '\w+')?, message: ['"`])/.test(
      readFileSync(path.join(root, file), 'utf8'),
    ),
  )
  expect(own).toEqual([])
  // What a schema says of a setting is a key of the channels' table.
  const schemas = globSync('server/channels/*/{settings,index}.ts', { cwd: root })
  const spoken = schemas.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bkey\('([\w-]+)'\)/g)].map(
      ([, code]) => code!,
    ),
  )
  expect(spoken.length).toBeGreaterThan(8)
  expect(spoken.filter((code) => !(code in CHANNELS))).toEqual([])
})

it('a refusal is said in the language of who reads it, and no Welsh is missing for the rules of the server', () => {
  const refusal: Refusal = {
    kind: 'invalid',
    problems: [
      { field: 'stopAt', code: 'number-range', values: ['2', '20'], message: 'Give a number from 2 to 20.' },
    ],
  }
  expect(sayRefusal(refusal, wordsOf('en'))[0]!.message).toBe('Give a number from 2 to 20.')
  expect(sayRefusal(refusal, wordsOf('cy'))[0]!.message).toBe('Rhowch rif o 2 i 20.')
  expect(inLanguage(refusal, wordsOf('cy'))).toMatchObject({
    problems: [{ message: 'Rhowch rif o 2 i 20.' }],
  })
  const { rules } = wordsOf('cy').refusals
  // A rule that comes with a sentence of its own; without one, the kind of the refusal is said.
  const explained = globSync('server/**/*.ts', {
    cwd: root,
    exclude: (name) => name.endsWith('.test.ts'),
  }).flatMap((file) => {
    const code = readFileSync(path.join(root, file), 'utf8')
    return [
      ...code.matchAll(/rule: '([\w.-]+)',\s*why: ['"`(]/g),
      ...code.matchAll(/notAllowed\(\s*'([\w.-]+)',\s*['"`]/g),
    ].map(([, rule]) => rule!)
  })
  expect(explained.length).toBeGreaterThan(20)
  expect(explained.filter((rule) => !rules[rule])).toEqual([])
})
