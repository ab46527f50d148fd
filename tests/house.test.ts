import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkHouse, inspect, strayWrites } from '../tools/check-house.ts'
import { brokenKeys, readKeys } from '../tools/check-keys.ts'
import { brokenSlices, sameNumbers } from '../tools/check-slices.ts'

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

  test('the keys of a migration are read as PostgreSQL reads them', () => {
    const { columns, keys } = readKeys(
      `create table listen_x ( -- note, (of a kind)
        organisation_id uuid not null,
        id uuid not null check (id in ('a', 'b')),
        mail text unique,
        primary key (organisation_id, id),
        constraint once unique (id, mail)
      );
      create unique index x on listen_x (organisation_id, lower(mail)) where mail is not null;
      create index y on listen_x using gin (mail);
      alter table listen_x add constraint z unique (mail, id);`,
    )
    expect(columns.get('listen_x')).toEqual(['organisation_id', 'id', 'mail'])
    expect(keys.map((key) => [key.columns.join(' '), key.unique])).toEqual([
      ['mail', true],
      ['organisation_id id', true],
      ['id mail', true],
      ['organisation_id lower(mail)', true],
      ['mail', false],
      ['mail id', true],
    ])
  })

  test.each([
    [
      'create table listen_x (organisation_id uuid, id uuid, primary key (id, organisation_id));',
      'organisation_id does not lead listen_x (id, organisation_id)',
    ],
    ['create table listen_x (id uuid primary key);', 'organisation_id does not lead listen_x (id)'],
    ['create table listen_x (organisation_id uuid);', 'listen_x has no key'],
    [
      'create table listen_x (organisation_id uuid primary key, n int); create index i on listen_x (n);',
      'organisation_id does not lead listen_x (n)',
    ],
  ])('a key that the organisation does not lead is found: %s', (text, rule) => {
    expect(brokenKeys([{ file: 'migrations/0099_listen.sql', text }], {}).map((b) => b.rule)).toEqual([rule])
  })

  test('an exception that excuses nothing is found', () => {
    expect(brokenKeys([], { 'listen_x (id)': 'because' }).map((b) => b.rule)).toEqual([
      'there is no listen_x (id) to except',
    ])
    expect(brokenSlices([], () => '', { 'server/listen/store.ts': 'because' })).toHaveLength(1)
  })

  test('a slice without one of the drawers, without a plate, or on the desk under another name is found', () => {
    const drawers = ['index', 'store', 'policy', 'events'].map((name) => `server/alert/${name}.ts`)
    const plate = '/**\n * Alert.\n * Tables: alert_message.\n */'
    const rules = (files: string[], text: string) => brokenSlices(files, () => text, {}).map((b) => b.file)
    expect(rules(drawers, plate)).toEqual([])
    expect(rules(drawers.slice(0, 2), plate)).toEqual(drawers.slice(2))
    expect(rules(drawers, 'export {}')).toEqual([drawers[0]])
    expect(rules([...drawers, 'server/alert/sendAlert.ts'], plate)).toEqual(['server/alert/sendAlert.ts'])
    expect(rules(['web/routes/(desk)/alerts/+page.svelte'], '')).toEqual(['web/routes/(desk)/alerts'])
  })

  test('two files with the same number are found', () => {
    const files = [
      'changes/0001-one.md',
      'changes/0002-two.md',
      'changes/0002-three.md',
      'migrations/0002_x.sql',
    ]
    expect(sameNumbers(files).map((b) => b.file)).toEqual(['changes/0002-three.md'])
  })
})
