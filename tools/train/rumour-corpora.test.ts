import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPheme, readStances, rumourEvent } from './rumour-corpora.ts'
import { wordsAlone } from './words-alone.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'rumours-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['500000000000000000', 'ferguson'],
  ['525000000000000000', 'ottawa'],
  ['544000000000000000', 'sydney'],
  ['552783667052167168', 'charlie-hebdo'],
  ['576819219876225024', 'putin-missing'],
  ['580321716838100992', 'germanwings'],
])('the event of a tweet is read from the time in its id: %s is of %s', (id, event) => {
  expect(rumourEvent(id)).toBe(event)
})

test('a row keeps the blanks at the ends of its text, and a column for the event goes before the id', () => {
  writeFileSync(
    path.join(folder, 'a.csv'),
    'tweetID,text,rumour,label,event\n500000000000000000," Bridge down ",1,0,\n500000000000000001,No,0,0,flood\nx,Not a row,1,0,\n',
  )
  expect(readPheme(folder)).toEqual([
    { text: ' Bridge down ', rumour: true, event: 'ferguson' },
    { text: 'No', rumour: false, event: 'flood' },
  ])
})

test('a reply knows the claim, and the reply it answers when that is another', () => {
  const file = path.join(folder, 'b.jsonl')
  const row = (id: string, to: string | null, text: string, sdqc: string | null) =>
    JSON.stringify({ event: 'e', thread: '1', id, kind: to ? 'reply' : 'source', reply_to: to, text, sdqc })
  writeFileSync(
    file,
    [
      row('1', null, 'The dam broke', 'support'),
      row('2', '1', 'No', 'deny'),
      row('3', '2', 'Who says?', 'query'),
      row('4', '3', 'Me', null),
    ].join('\n'),
  )
  const about = { claim: 'The dam broke', event: 'e' }
  expect(readStances(file)).toEqual([
    { ...about, text: 'The dam broke', origin: true, stance: 'support' },
    { ...about, text: 'No', origin: false, stance: 'deny' },
    { ...about, text: 'Who says?', origin: false, parent: 'No', stance: 'query' },
  ])
})

test('the plain baseline tells what its words tell', () => {
  const told = wordsAlone([
    { text: 'police say gunman shot', label: true },
    { text: 'police say bridge fell', label: true },
    { text: 'so sad today', label: false },
  ])
  expect(told('Police say')).toBe(true)
  expect(told('sad, sad')).toBe(false)
})
