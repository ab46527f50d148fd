import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createApp } from '../app.ts'
import type { Channel, Heard, ImportMap } from '../channels/channel.ts'
import { groundOf } from '../listen/index.ts'
import { runListener } from '../listen/listener.ts'
import { insertSource } from '../listen/store-source.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { NOWHERE } from '../platform/safe-fetch.ts'
import { atGround, need, progress, size } from './command.ts'
import { asAdministrator, findOrganisation } from './organisation.ts'
import { Trouble } from './trouble.ts'

export interface ReplayOptions {
  speed: string
  organisation?: string
  text?: string
  time?: string
  author?: string
  link?: string
  tweetId?: string
}

/** `replay FILE`: plays recorded posts (CSV or JSON lines) through the organisation's searches as if they came now. */
export async function replay(file: string, options: ReplayOptions): Promise<void> {
  const speed = Number(options.speed)
  if (!(speed > 0)) throw new Trouble('--speed must be a number above 0; 60 plays an hour in a minute.')
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new Trouble(`There is no file ${file}.`)
  await atGround(async (at) => {
    const organisation = await findOrganisation(at, options.organisation)
    const app = await createApp({ config: at.config, db: at.db, clock: systemClock, log: at.log })
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    process.once('SIGINT', interrupt)
    let heard = 0
    let bad = 0
    let last = ''
    const bar = progress(
      () => `${heard} posts played, ${bad} rows could not be read${last && `; at ${last}`}`,
    )
    try {
      const map = await columnMap(file, options, app.channels.files.inspect)
      const rows = app.channels.files.read(createReadStream(file), map, {
        name: path.basename(file),
        signal: stop.signal,
      })
      const posts = async function* (): AsyncIterable<Heard> {
        for await (const row of rows) {
          if ('post' in row) yield row.post
          else if (bad++ < 5) console.error(`row ${row.row}: ${row.error}`)
        }
      }
      const source = {
        organisation: organisation.id,
        id: newId(systemClock.now().getTime()),
        channel: 'import' as const,
        name: `${path.basename(file)}, replayed`.slice(0, 200),
        settings: { name: path.basename(file), map },
      }
      await app.db.transaction((tx) => insertSource(tx, { ...source, at: systemClock.now() }))
      await app.hearing.standing.refresh(systemClock.now())
      const channel: Channel = {
        ...app.channels.get('import'),
        async *listen(_source, _cursor, io) {
          for await (const batch of app.channels.files.replay(posts(), {
            speed,
            clock: io.clock,
            signal: io.signal,
          })) {
            heard += batch.heard
            last = batch.posts.at(-1)?.publishedAt?.toISOString().slice(0, 16).replace('T', ' ') ?? last
            yield batch
          }
        },
      }
      const io = { clock: systemClock, log: at.log, signal: stop.signal, ...NOWHERE }
      const org = app.hearing.standing.of(organisation.id)
      await runListener({ db: app.db, channel, source, org, io, ground: groundOf(organisation.area) }, null)
    } finally {
      bar.done()
      process.off('SIGINT', interrupt)
      await app.close()
    }
    console.log(`${heard} posts played into ${organisation.name}, ${bad} rows could not be read`)
    if (heard === 0) throw new Trouble('Nothing in the file could be played.')
  })
}

/** What the options say, then what the file itself makes plain; asks for the rest by name. */
async function columnMap(
  file: string,
  options: ReplayOptions,
  inspect: (
    stream: AsyncIterable<Uint8Array>,
  ) => Promise<{ map: ImportMap | null; columns: string[]; ask: string[]; problem: string | null }>,
): Promise<ImportMap> {
  const seen = await inspect(createReadStream(file))
  if (seen.problem) throw new Trouble(seen.problem)
  const said = Object.fromEntries(
    (['text', 'time', 'author', 'link', 'tweetId'] as const).flatMap((key) =>
      options[key] ? [[key, options[key]]] : [],
    ),
  )
  const asked = seen.ask.filter((key) => !(key in said))
  if (!seen.map || (asked.includes('text') && !seen.map.text))
    throw new Trouble(`Say which column holds the text with --text. There are: ${seen.columns.join(', ')}.`)
  return { ...seen.map, ...said }
}

export interface ExportOptions {
  query: string
  format: string
  out?: string
  organisation?: string
  from?: string
  to?: string
}

/** `export`: what a query finds in the archive, as CSV or JSON; recorded in the audit trail. */
export async function exportPosts(options: ExportOptions): Promise<void> {
  const format = options.format
  if (format !== 'csv' && format !== 'json') throw new Trouble('--format must be csv or json.')
  const day = (name: 'from' | 'to') => {
    const text = options[name]
    if (text === undefined) return undefined
    const at = new Date(text)
    if (Number.isNaN(at.getTime()))
      throw new Trouble(`--${name} must be a date such as 2026-11-23 or 2026-11-23T14:00Z.`)
    return at
  }
  const from = day('from')
  const to = day('to')
  await asAdministrator(options.organisation, async (ctx, app) => {
    const { filename, chunks } = need(
      await app.listen.exportArchive(ctx, { query: options.query, format, from, to }),
    )
    if (options.out === '-') {
      await pipeline(Readable.from(chunks), process.stdout, { end: false })
      return
    }
    const file = options.out ?? filename
    let bytes = 0
    const bar = progress(() => `${size(bytes)} written to ${file}`)
    const half = `${file}.part`
    try {
      const counted = async function* () {
        for await (const chunk of chunks) {
          bytes += Buffer.byteLength(chunk)
          yield chunk
        }
      }
      await pipeline(Readable.from(counted()), createWriteStream(half, { mode: 0o600, flags: 'wx' }))
      await rename(half, file)
    } catch (error) {
      await rm(half, { force: true })
      throw error
    } finally {
      bar.done()
    }
    console.log(`${file} (${size(bytes)})`)
  })
}
