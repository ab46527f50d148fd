import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from './index.ts'

/** Rules that look at whether something is there at all: their hits are few. */
const fewHits = new Set(['alt-missing'])

describe.each(rules.map(({ id }) => id))('the written set of %s', (id) => {
  const lines = readFileSync(new URL(`../../evaluate/data/checks/${id}.txt`, import.meta.url), 'utf8').split(
    '\n',
  )
  const said = (sign: string) => lines.filter((line) => line.startsWith(`${sign} `))

  test('has twenty hits and twenty near misses, none of them twice', () => {
    expect(said('+').length).toBeGreaterThanOrEqual(fewHits.has(id) ? 3 : 20)
    expect(said('-').length).toBeGreaterThanOrEqual(20)
    const all = [...said('+'), ...said('-')].map((line) => line.slice(2))
    expect(new Set(all).size).toBe(all.length)
  })
})
