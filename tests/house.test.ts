import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkHouse, inspect, strayWrites } from '../tools/check-house.ts'

const root = path.resolve(import.meta.dirname, '..')

describe('the house', () => {
  test('no rule is broken anywhere in the tree', () => {
    expect(checkHouse(root).map((b) => `${b.file}:${b.line}: ${b.rule}`)).toEqual([])
  })

  test.each([
    ['server/listen/hear.ts', 'const t = Date.now()', 'the time is asked of ctx.clock'],
    ['server/listen/hear.ts', 'const p = process.env.PORT', 'process.env outside config.ts'],
    ['server/channels/feed/poll.ts', 'await fetch(url)', 'outbound HTTP outside safe-fetch.ts'],
    ['server/listen/utils.ts', '', 'a name that says nothing (utils, helpers, managers, common, services)'],
    [
      'migrations/0011_listen.sql',
      'create table post_copy (',
      "table post_copy does not begin with its owner's name",
    ],
    ['web/ui/Thing.svelte', 'let x: any', 'any, or a silenced type check'],
    ['server/listen/long.ts', '\n'.repeat(401), 'over 400 lines'],
  ])('%s with %j is found', (file, text, rule) => {
    expect(inspect(file, text).map((b) => b.rule)).toContain(rule)
  })

  test("a slice that writes another slice's table is found", () => {
    expect(strayWrites('server/listen/hear.ts', 'insert into record_post (id)')).toHaveLength(1)
    expect(strayWrites('server/record/store.ts', 'insert into record_post (id)')).toHaveLength(0)
  })
})
