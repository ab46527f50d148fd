import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { REASONS, REMEDIES } from '../server/channels/reasons.ts'
import { HEARD, UNSEEN } from '../server/listen/get-coverage.ts'
import { OURS, STATES, TODOS } from '../server/listen/source-words.ts'
import { FETCH_WORDS } from '../server/platform/safe-fetch-error.ts'
import { deckEn } from '../web/ui/deck/words/en.ts'
import { panelsCy } from '../web/ui/deck/words/panels.cy.ts'
import { panelsEn } from '../web/ui/deck/words/panels.en.ts'
import { saidCy } from '../web/ui/deck/words/said.cy.ts'
import { statesCy } from '../web/ui/deck/words/states.cy.ts'
import { cy } from '../web/words/cy.ts'
import { frameEn } from '../web/words/frame.en.ts'

const root = path.resolve(import.meta.dirname, '../web')
const IMPORT = /(?:import|export)\s+(?!type)[^'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g

/** Everything of ours that a page is made of, followed from its parts; what draws panels comes later. */
function madeOf(...starts: string[]): string[] {
  const found = new Set<string>()
  const follow = (file: string) => {
    if (found.has(file) || !existsSync(file) || file.includes('/words/')) return
    found.add(file)
    for (const [, fixed, later] of readFileSync(file, 'utf8').matchAll(IMPORT))
      if (later !== './drawings.ts') follow(path.resolve(path.dirname(file), (fixed ?? later)!))
  }
  for (const start of starts) follow(path.join(root, start))
  return [...found]
}

it('a deck uses no words but those that are loaded with it', () => {
  const files = madeOf(
    'ui/deck/Deck.svelte',
    'routes/(desk)/listen/+page.svelte',
    'routes/(desk)/listen/+layout.svelte',
    'routes/(desk)/+layout.svelte',
    'routes/+error.svelte',
  )
  expect(files.length).toBeGreaterThan(30)
  const drawings = madeOf('ui/deck/drawings.ts').filter((file) => !files.includes(file))
  expect(drawings.length).toBeGreaterThan(9)
  // `time.ts` and the lists of keys are given the words of one part.
  const parts = { ...deckEn.time, ...frameEn.keys }
  const strangers = (made: string[], ...loaded: object[]) =>
    made.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:\bw|\bheard\(\)|\bwords\(\))\.(\w+)\b/g)]
        .filter(([, key]) => !loaded.some((some) => key! in some))
        .map(([text]) => `${path.relative(root, file)}: ${text}`),
    )
  expect(strangers(files, deckEn, frameEn, parts)).toEqual([])
  expect(strangers(drawings, deckEn, panelsEn, parts)).toEqual([])
})

it('panels have with them, in Welsh, what the server says in English', () => {
  expect(panelsCy.said).toBe(saidCy)
  expect(panelsCy.states).toBe(statesCy)
})

it('what the server says about what is heard and what is not has Welsh for each of its codes, and no other', () => {
  expect(Object.keys(saidCy.unseen).sort()).toEqual(Object.keys(UNSEEN).sort())
  expect(Object.keys(saidCy.heard).sort()).toEqual(Object.keys(HEARD).sort())
  for (const [code, { why }] of Object.entries(UNSEEN)) expect(saidCy.unseen[code]?.why, code).not.toBe(why)
  expect(saidCy.heardFrom('Bluesky', ['A', 'B'], 3)).toBe('Bluesky (A, B a 3 arall).')
  expect(saidCy.searches(0)).not.toBe(saidCy.searches(2))
})

it('what is said about a source has Welsh for each of its codes, with the values in it', () => {
  expect(Object.keys(statesCy.says).sort()).toEqual(Object.keys(STATES).sort())
  expect(Object.keys(statesCy.todo).sort()).toEqual(Object.keys({ ...TODOS, ...REMEDIES }).sort())
  const values = { at: 'heddiw 14:02', n: 37 }
  for (const [code, english] of Object.entries(STATES)) {
    const [en, cy] = [english(values), statesCy.says[code]!(values)]
    expect(cy, code).not.toBe(en)
    for (const value of ['heddiw 14:02', '37'])
      expect(cy.includes(value), `${code}: ${value}`).toBe(en.includes(value))
  }
  for (const [code, english] of Object.entries({ ...TODOS, ...REMEDIES }))
    expect(statesCy.todo[code], code).not.toBe(english)
})

it('why a source is not heard has Welsh for each of its codes, with the values in it', () => {
  const reasons: Record<string, (...values: string[]) => string> = { ...REASONS, ...FETCH_WORDS }
  expect(Object.keys(statesCy.why).sort()).toEqual(Object.keys({ ...reasons, ...OURS }).sort())
  for (const [code, english] of Object.entries(OURS)) expect(statesCy.why[code]!(), code).not.toBe(english)
  const values = ['weir.example', '4711']
  for (const [code, english] of Object.entries(reasons)) {
    const [en, cy] = [english(...values), statesCy.why[code]!(...values)]
    if (code !== 'host') expect(cy, code).not.toBe(en)
    for (const value of values) expect(cy.includes(value), `${code}: ${value}`).toBe(en.includes(value))
  }
})

it('every rule by which listening refuses has Welsh, with the values in it', () => {
  const slice = path.resolve(import.meta.dirname, '../server/listen')
  const files = readdirSync(slice).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const found = files.flatMap((file) => {
    const code = readFileSync(path.join(slice, file), 'utf8')
    const roles = file === 'policy.ts' ? [...code.matchAll(/^ {2}'(listen\.[\w-]+)': '/gm)] : []
    // How many at once is said by its kind.
    return [...code.matchAll(/(?<!'too-many', )rule: '([\w-]+)'/g), ...roles].map(([, rule]) => rule!)
  })
  expect(found.length).toBeGreaterThan(14)
  const { rules } = cy.refusals
  expect(found.filter((rule) => !rules[rule])).toEqual([])
  const say = (rule: string, detail: Record<string, unknown>) => {
    const words = rules[rule]
    return typeof words === 'function' ? words(detail) : words
  }
  expect(say('source-known', { name: 'Y Weir' })).toContain('“Y Weir”')
  expect(say('rows-with-errors', { rows: 2000, errors: 3 })).toMatch(/ 3 o’r 2,000 /)
  expect(say('viewing-stop', { handle: 'ann', opened: '4', days: '28' })).toMatch(
    /@ann 4 gwaith mewn 28 diwrnod/,
  )
  expect(say('private-person', { handles: '@ann, @ben' })).toContain('@ann, @ben')
})
