import { execFile } from 'node:child_process'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import type { ByteStream, ImportedRow, ImportMap } from '../channel.ts'
import { createImport, files } from './index.ts'
import { readRowTime, snowflakeOf } from './row-time.ts'

const data = path.resolve(import.meta.dirname, '../../../../shared/data/crisislex-t26')
const there = existsSync(data)
if (!there) console.log('skipped: ../shared/data/crisislex-t26 is not here')

/** A file in pieces of `size` bytes, so that every cell is cut somewhere. */
async function* file(content: string | Uint8Array, size = 65_536): ByteStream {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  for (let n = 0; n < bytes.length; n += size) yield bytes.subarray(n, n + size)
}

async function rowsOf(
  content: string | Uint8Array,
  map?: Partial<ImportMap>,
  size?: number,
): Promise<ImportedRow[]> {
  const seen = await files.inspect(file(content))
  const rows: ImportedRow[] = []
  for await (const row of files.read(file(content, size), { ...seen.map!, ...map }, { name: 'test.csv' }))
    rows.push(row)
  return rows
}
const posts = (rows: ImportedRow[]) => rows.flatMap((r) => ('post' in r ? [r.post] : []))
const errors = (rows: ImportedRow[]) => rows.flatMap((r) => ('error' in r ? [`${r.row}: ${r.error}`] : []))

describe.skipIf(!there)('CrisisLexT26', () => {
  test.each(there ? readdirSync(data).filter((n) => n.endsWith('.csv')) : [])(
    '%s comes in whole, dated by its tweet ids',
    async (name) => {
      const seen = await files.inspect(createReadStream(path.join(data, name)))
      expect(seen).toMatchObject({
        problem: null,
        ask: [],
        map: {
          format: 'csv',
          delimiter: ',',
          header: true,
          text: 'Tweet Text',
          tweetId: 'Tweet ID',
          time: null,
        },
      })
      const rows: ImportedRow[] = []
      for await (const row of files.read(createReadStream(path.join(data, name)), seen.map!, { name }))
        rows.push(row)
      expect(errors(rows)).toEqual([])
      expect(rows.length).toBeGreaterThan(900)
      const years = new Set(posts(rows).map((p) => p.publishedAt!.getUTCFullYear()))
      expect([...years].every((y) => y === 2012 || y === 2013)).toBe(true)
      expect(new Set(posts(rows).map((p) => p.uri)).size).toBeGreaterThan(rows.length * 0.98)
    },
  )
})

describe('reading rows', () => {
  const csv = [
    'Date,User,Message,Link',
    '23/11/2026 14:02,@gwen,"Bara\nffres, a ""chacen""",https://a.example/1',
    '23/11/2026 14:03,tom,5" of water on Mill Lane #flood @littleweir,',
    '32/11/2026 14:03,tom,no such day,',
    '23/11/2026 14:04,ann,,',
    '',
    '23/11/2026 14:05,bob,"never closed,',
    '23/11/2026 14:06,cat,after it https://b.example/x.,not a link',
    '23/11/2026 14:07,dan,the last line',
  ].join('\r\n')

  test.each([7, 64, 65_536])(
    'cells, quotation marks and errors with their rows, cut every %i bytes',
    async (size) => {
      const rows = await rowsOf(csv, {}, size)
      expect(errors(rows)).toEqual([
        '4: The time 32/11/2026 14:03 cannot be read',
        '5: There is no text',
        '6: A quotation mark is opened and never closed',
        '7: not a link is not a web address',
      ])
      expect(posts(rows).map((p) => p.text)).toEqual([
        'Bara\nffres, a "chacen"',
        '5" of water on Mill Lane #flood @littleweir',
        'the last line',
      ])
      expect(posts(rows)[0]).toMatchObject({
        uri: 'https://a.example/1',
        author: { handle: 'gwen' },
        publishedAt: new Date('2026-11-23T14:02:00Z'),
      })
      expect(posts(rows)[1]).toMatchObject({ tags: ['flood'], mentions: ['littleweir'] })
      expect(posts(rows)[1]!.uri).toMatch(/^import:test\.csv#3-/)
    },
  )

  test('the shape is guessed from names and from what the cells hold, and what is not plain is asked', async () => {
    expect(await files.inspect(file(csv))).toMatchObject({
      ask: [],
      map: { time: 'Date', author: 'User', text: 'Message', link: 'Link', header: true, dayFirst: true },
    })
    const unnamed = await files.inspect(
      file('2026-01-02 10:00;hello there, neighbours of the river\n2026-01-02 10:01;another one'),
    )
    expect(unnamed).toMatchObject({
      ask: ['text'],
      columns: ['1', '2'],
      map: { header: false, delimiter: ';', text: '2', time: '1' },
    })
    expect(await files.inspect(file('Tweet,Other\nhello,1\nthere,2'))).toMatchObject({
      ask: ['time'],
      map: { text: 'Tweet' },
    })
    expect((await files.inspect(file('Time\tText\n1/28/2026 3:05 PM\tx y'))).map).toMatchObject({
      delimiter: '\t',
      dayFirst: false,
    })
    expect((await files.inspect(file(''))).problem?.code).toBe('file-empty')
    expect((await files.inspect(file('PK\u0003\u0004\0\0\0'))).problem?.code).toBe('file-no-text')
  })

  test('letters are read as they were meant: UTF-16, a mark at the start, Windows-1252', async () => {
    const text = 'text,time\nDŵr yn Llŷn “ar hyd”,2026-01-02\n'
    expect(posts(await rowsOf(`\ufeff${text}`))[0]!.text).toBe('Dŵr yn Llŷn “ar hyd”')
    expect(posts(await rowsOf(Buffer.from(`\ufeff${text}`, 'utf16le'), {}, 5))[0]!.text).toBe(
      'Dŵr yn Llŷn “ar hyd”',
    )
    expect(
      posts(await rowsOf(Buffer.from('text,time\ncaf\xe9 \x93closed\x94,2026-01-02\n', 'latin1')))[0]!.text,
    ).toBe('café “closed”')
  })

  test('JSON lines: flat, nested, recorded posts; a bad line costs itself only', async () => {
    const recorded = {
      channel: 'bluesky',
      uri: 'at://x/y/z',
      author: { id: 'did:x', handle: 'a.example' },
      text: 'recorded',
      publishedAt: '2026-01-02T03:04:05Z',
    }
    const lines = [
      JSON.stringify({
        text: 'flat',
        created_at: 'Mon Nov 23 14:02:00 +0000 2026',
        user: { screen_name: 'gwen' },
      }),
      '{"text": "cut',
      '[1,2]',
      '',
      JSON.stringify(recorded),
      JSON.stringify({ ...recorded, author: 5 }),
      JSON.stringify({ text: 'x\u0000y\ud800z', created_at: '1795000000' }),
    ].join('\n')
    const rows = await rowsOf(lines)
    expect(errors(rows)).toEqual([
      '2: The line is not JSON',
      '3: The line is not a JSON object',
      expect.stringMatching(/^6: author: /),
    ])
    expect(
      posts(rows).map((p) => [p.text.isWellFormed() && !p.text.includes('\0'), p.author.handle]),
    ).toEqual([
      [true, 'gwen'],
      [true, 'a.example'],
      [true, 'test.csv'],
    ])
    expect(posts(rows)[1]).toMatchObject({ uri: 'at://x/y/z', publishedAt: new Date('2026-01-02T03:04:05Z') })
  })

  test('a column that is gone since the map was made is said in row 1', async () => {
    expect(errors(await rowsOf('a,b\n1,2', { text: 'Message' }))).toEqual([
      '1: There is no column called Message',
    ])
  })

  test('times and tweet ids', () => {
    expect(snowflakeOf("'323873597825355778'")?.at?.toISOString()).toBe('2013-04-15T19:00:57.659Z')
    expect(snowflakeOf('2.11E+17')).toBeNull()
    expect(snowflakeOf('20')).toEqual({ id: '20', at: null })
    expect(readRowTime('3/4/2026', true)?.toISOString()).toBe('2026-04-03T00:00:00.000Z')
    expect(readRowTime('3/4/2026', false)?.toISOString()).toBe('2026-03-04T00:00:00.000Z')
    expect(readRowTime('2026-11-23T14:02:01.5+01:00', true)?.toISOString()).toBe('2026-11-23T13:02:01.500Z')
    expect(readRowTime('23 November 2026, 2:05 PM', true)?.toISOString()).toBe('2026-11-23T14:05:00.000Z')
    expect(readRowTime('31/02/2026', true)).toBeNull()
  })

  test('a source of this kind remembers its map', () => {
    const { readSettings } = createImport()
    expect(readSettings({ name: 'Archive', map: { format: 'csv', text: 'Tweet' } })).toMatchObject({
      ok: true,
      name: 'Archive',
    })
    expect(readSettings({ map: { format: 'csv', text: '' } })).toMatchObject({
      ok: false,
      problems: [{ field: 'map.text' }],
    })
  })
})

test('a million rows go through in less than 300 MB, with progress', { timeout: 120_000 }, async () => {
  // In a process of its own: what the test runner holds is not ours.
  const { stdout } = await promisify(execFile)(process.execPath, [
    path.join(import.meta.dirname, 'million-rows.ts'),
  ])
  const { rows, told, peakMb } = JSON.parse(stdout) as { rows: number; told: number; peakMb: number }
  console.log(stdout.trim())
  expect(rows).toBe(1_000_000)
  expect(told).toBeGreaterThan(3)
  expect(peakMb).toBeLessThan(300)
})

/** Three posts, a hundred seconds apart and out of order. */
async function* recorded() {
  yield* posts(
    await rowsOf(
      'time,text\n2026-01-01 00:01:40,second one\n2026-01-01 00:00:00,first one\n2026-01-01 00:03:20,third one',
    ),
  )
}

test('a recording plays in the order of its times, at its speed, dated now', async () => {
  // A clock that goes on by twenty milliseconds whenever it is asked.
  const steps = fixedClock('2026-02-01T12:00:00Z')
  const clock = {
    now: () => {
      steps.advance(20)
      return steps.now()
    },
  }
  const heard = []
  for await (const batch of files.replay(recorded(), {
    speed: 1_000,
    clock,
    signal: new AbortController().signal,
  })) {
    for (const post of batch.posts)
      expect(post.publishedAt!.getTime()).toBeLessThanOrEqual(steps.now().getTime())
    heard.push(...batch.posts)
  }
  expect(heard.map((p) => p.text)).toEqual(['first one', 'second one', 'third one'])
  expect(heard[2]!.publishedAt!.getTime() - heard[0]!.publishedAt!.getTime()).toBe(200)
})

test('a replay in which nothing is said for minutes says each minute that it goes on', async () => {
  const steps = fixedClock('2026-02-01T12:00:00Z')
  const clock = {
    now: () => {
      steps.advance(20_000)
      return steps.now()
    },
  }
  const batches = []
  for await (const batch of files.replay(recorded(), {
    speed: 0.5,
    clock,
    signal: new AbortController().signal,
  }))
    batches.push(batch)
  const first = batches.findIndex((batch) => batch.posts.length > 0)
  const last = batches.findLastIndex((batch) => batch.posts.length > 0)
  const signs = batches.slice(first, last).filter((batch) => batch.posts.length === 0)
  expect(signs.length).toBeGreaterThanOrEqual(3)
  expect(signs.every((batch) => batch.heard === 0)).toBe(true)
})
