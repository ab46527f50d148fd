import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportMap } from '../channels/channel.ts'
import { need, progress, size } from './command.ts'
import { asAdministrator } from './organisation.ts'
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
  await asAdministrator(options.organisation, async (ctx, app) => {
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    process.once('SIGINT', interrupt)
    let bad = 0
    let now = { heard: 0, errors: 0, at: null as Date | null }
    const bar = progress(() => {
      const at = now.at?.toISOString().slice(0, 16).replace('T', ' ')
      return `${now.heard} posts played, ${now.errors} rows could not be read${at ? `; at ${at}` : ''}`
    })
    try {
      const done = need(
        await app.listen.replayFile(ctx, {
          stream: createReadStream(file),
          map: await columnMap(file, options, app.channels.files.inspect),
          name: path.basename(file),
          speed,
          signal: stop.signal,
          progress: (step) => {
            now = step
          },
          onError: (row, error) => {
            if (bad++ < 5) console.error(`row ${row}: ${error}`)
          },
        }),
      )
      bar.done()
      console.log(
        `${done.heard} posts played into ${ctx.organisation.name}, ${done.errors} rows could not be read`,
      )
      if (done.heard === 0) throw new Trouble('Nothing in the file could be played.')
    } finally {
      bar.done()
      process.off('SIGINT', interrupt)
    }
  })
}

/** What the options say, then what the file itself makes plain; asks for the rest by name. */
async function columnMap(
  file: string,
  options: ReplayOptions,
  inspect: (stream: AsyncIterable<Uint8Array>) => Promise<{
    map: ImportMap | null
    columns: string[]
    ask: string[]
    problem: { message: string } | null
  }>,
): Promise<ImportMap> {
  const seen = await inspect(createReadStream(file))
  if (seen.problem) throw new Trouble(seen.problem.message)
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
