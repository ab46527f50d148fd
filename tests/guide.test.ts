import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../engines/query/index.ts'
import { deckCy } from '../web/ui/deck/words/cy.ts'
import { deckEn } from '../web/ui/deck/words/en.ts'
import { pagesCy } from '../web/ui/deck/words/pages.cy.ts'
import { pagesEn } from '../web/ui/deck/words/pages.en.ts'
import { panelsCy } from '../web/ui/deck/words/panels.cy.ts'
import { panelsEn } from '../web/ui/deck/words/panels.en.ts'
import { cy } from '../web/words/cy.ts'
import { en } from '../web/words/en.ts'

const root = path.resolve(import.meta.dirname, '..')
const arrelbridge = { lat: 52.3412, lon: -2.9921, name: 'Arrelbridge' }
const read = (query: string) =>
  parseQuery(query, { areaCentre: arrelbridge, locate: () => ({ lat: 52.3398, lon: -2.9938 }) })

describe('what people are told to write', () => {
  it('can be read: every search in the guide', () => {
    const guide = readFileSync(path.join(root, 'docs/guide/listening.md'), 'utf8')
    const table = guide.slice(guide.indexOf('## The language'))
    const written = table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...line.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map((found) => found[1]!))
    expect(written.length).toBeGreaterThan(20)
    const block = /```\n([^`]+)\n```/.exec(guide)?.[1] ?? ''
    for (const query of [...written, block]) expect(read(query), query).toMatchObject({ ok: true })
  })

  it('can be read: every search in the help beside the field, in both languages', () => {
    for (const [query] of [...pagesEn.help.rows, ...pagesCy.help.rows])
      expect(read(query), query).toMatchObject({ ok: true })
  })
})

describe('the Welsh catalogues', () => {
  /** Names and signs that are the same in both languages, and what is typed rather than read. */
  const SAME = new Set([
    'product', 'title', 'post.from', 'setUp.bluesky', 'estate.auditMachine', 'estate.person', 'archive.csv', 'archive.json', 'channel.bluesky', 'temp.none',
  ]) // biome-ignore format: a list
  const TYPED = /^(help|keys|keyList)\.rows\.\d+\.0$/

  /** Paths of the words that two catalogues have in common. */
  function alike(one: unknown, other: unknown, at = ''): string[] {
    if (typeof one === 'string' || typeof one === 'function') return String(one) === String(other) ? [at] : []
    if (one === null || typeof one !== 'object') return []
    return Object.entries(one).flatMap(([key, value]) =>
      alike(value, (other as Record<string, unknown>)[key], at ? `${at}.${key}` : key),
    )
  }

  it('leave nothing in English', () => {
    const found = [
      ...alike(en, cy),
      ...alike(deckEn, deckCy),
      ...alike(panelsEn, panelsCy),
      ...alike(pagesEn, pagesCy),
    ]
    expect(found.filter((at) => !SAME.has(at) && !TYPED.test(at))).toEqual([])
  })
})
