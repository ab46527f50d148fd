/**
 * Import: a CSV file through check, matching against a hundred searches and writing, in rows a second, with the memory it
 * took. Peer in the same run: `COPY` of the same rows into an empty table.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createChannels } from '../server/channels/registry.ts'
import * as listen from '../server/listen/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import type { Ctx } from '../server/platform/context.ts'
import { keepHeapSmall } from '../server/platform/heap.ts'
import { newId, type OrganisationId } from '../server/platform/ids.ts'
import { createLog } from '../server/platform/log.ts'
import { benchGround, quick, round, say, seeded, tell, wordPool } from './ground-material.ts'

const N = quick ? 50_000 : 1_000_000
// As when Folkmoot starts.
keepHeapSmall()
const ground = await benchGround('import', ['shared_buffers=256MB', 'max_wal_size=4GB'])
const { db } = ground
try {
  const random = seeded(9)
  const { words, from } = wordPool()
  const file = path.join(ground.folder, 'posts.csv')
  const begin = Date.UTC(2025, 0, 1)
  function* rows() {
    yield 'time,author,text,link\n'
    for (let i = 0; i < N; i++) {
      const text = Array.from(
        { length: 6 + Math.floor(random() * 20) },
        () => words[Math.floor(random() * words.length)]!,
      ).join(' ')
      yield `${new Date(begin + i * 20_000).toISOString()},person${i % 50_000},"${text.toWellFormed().replaceAll('"', '""').replaceAll('\0', '')}",https://posts.example/${i}\n`
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file))
  const unit = newId(Date.now()) as never
  const ctx: Ctx = {
    db,
    clock: systemClock,
    channels: createChannels(),
    log: createLog('error'),
    organisation: {
      id: newId<OrganisationId>(Date.now()),
      name: 'Bench',
      kind: 'live',
      area: null,
      timeZone: 'Europe/London',
    },
    person: {
      id: newId(Date.now()),
      name: 'Bench',
      rights: [{ role: 'administrator', unit, account: null, path: [unit] }],
      session: null,
    } as Ctx['person'],
  }
  // Each word once, so that most are rare: a search that keeps every second row is not one that people make.
  const plain = [...new Set(words.filter((w) => /^[a-z]{5,}$/.test(w)))]
  for (let i = 0; i < 100; i++) {
    const saved = await listen.saveSearch(ctx, {
      name: `Search ${i}`,
      query: plain[Math.floor(random() * plain.length)]!,
      purpose: 'To measure how fast an import is',
      lawfulBasis: 'public-task',
      retentionDays: 30,
    })
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal))
  }
  // The words that the file was made of are here too: what an import takes is what is added.
  const rssBefore = process.memoryUsage.rss()
  let rss = 0
  const measure = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }, 100)
  const begun = performance.now()
  const done = await listen.importFile(ctx, {
    open: () => createReadStream(file),
    map: {
      format: 'csv',
      header: true,
      text: 'text',
      time: 'time',
      tweetId: null,
      author: 'author',
      link: 'link',
      lang: null,
    },
    name: 'posts.csv',
    progress: () => {},
  })
  const seconds = (performance.now() - begun) / 1_000
  clearInterval(measure)
  if (!done.ok) throw new Error(JSON.stringify(done.refusal))
  if (done.value.rows !== N) throw new Error(`${done.value.rows} of ${N} rows`)
  tell(`${done.value.kept} kept`)
  await sql`create table bench_copy (time timestamptz, author text, text text, link text)`.execute(db.read)
  const client = new pg.Client({ connectionString: db.url })
  await client.connect()
  const copying = performance.now()
  await pipeline(
    createReadStream(file),
    client.query(copyFrom('copy bench_copy from stdin with (format csv, header true)')),
  )
  const copied = (performance.now() - copying) / 1_000
  await client.end()
  const rate = N / seconds
  const peer = N / copied
  say({
    bench: 'import',
    figures: {
      rows: N,
      words_from: from,
      rows_per_s: Math.round(rate),
      kept: done.value.kept,
      kept_per_s: Math.round(done.value.kept / seconds),
      rss_mb: Math.round(rss / 1_048_576),
      rss_added_mb: Math.round((rss - rssBefore) / 1_048_576),
    },
    peers: { copy_rows_per_s: Math.round(peer) },
    ratio: { copy: round(rate / peer, 3) },
  })
} finally {
  await ground.close()
}
