/**
 * Feeds: `npm run -s evaluate -- feeds [--data DIR] [--wrong]`. The share of the fields that the suites of other
 * readers expect and that ours reads the same: feed-rs and gofeed with JSON beside each input, feedparser with a line
 * of Python in each file. `--wrong` lists what differs, on standard error.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { noFeed, type ParsedFeed } from '../server/channels/feed/parsed.ts'
import { readFeed } from '../server/channels/feed/read-feed.ts'
import { report, setFolder } from '../tools/evaluate.ts'
import { compareFeedRs } from '../tools/feeds/feed-rs.ts'
import { compareFeedparser, expectationsOf } from '../tools/feeds/feedparser.ts'
import { compareGofeed } from '../tools/feeds/gofeed.ts'
import { BASE, type Json, Score } from '../tools/feeds/score.ts'

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()

interface Judging {
  score: Score
  feeds: number
  /** Inputs with an expectation that could not be read as a feed at all. */
  refused: string[]
}

async function judge(
  file: string,
  base: string | undefined,
  at: Judging,
  compare: (feed: ParsedFeed) => void,
  type: string | null = null,
): Promise<void> {
  at.feeds++
  const read = await readFeed(readFileSync(file), type, base)
  if (!read.ok) at.refused.push(`${path.basename(file)}: ${read.reason}`)
  // What cannot be read at all has none of its fields right.
  compare(read.ok ? read.feed : noFeed('rss'))
}

/** `x.serde.json` beside `x.xml`, and `x.json` beside `x.xml` or `x.rss`. */
async function withJson(
  folder: string,
  end: string,
  compare: typeof compareFeedRs,
  base?: string,
): Promise<Judging> {
  const at: Judging = { score: new Score(), feeds: 0, refused: [] }
  for (const file of files(folder).filter((name) => name.endsWith(end))) {
    const stem = file.slice(0, -end.length)
    const input = ['.xml', '.rss', '.atom', '.json']
      .map((e) => stem + e)
      .find((f) => f !== file && existsSync(f))
    if (!input) continue
    const expected = JSON.parse(readFileSync(file, 'utf8')) as Json
    await judge(input, base, at, (feed) => compare(at.score, path.basename(stem), expected, feed))
  }
  return at
}

async function withPython(folder: string): Promise<Judging> {
  const at: Judging = { score: new Score(), feeds: 0, refused: [] }
  for (const file of files(folder).filter((name) => /\.(xml|rdf|atom|json)$/.test(name))) {
    const source = readFileSync(file, 'latin1')
    const bytes = readFileSync(file)
    const utf8 = bytes.toString('utf8')
    const expected = expectationsOf(utf8.includes('\ufffd') ? source : utf8)
    if (!expected || expected.length === 0) continue
    const type = /Content-type:\s*([^\r\n]+)/i.exec(source.slice(0, 4_000))?.[1]?.trim() ?? null
    const base = /Content-Location:\s*(\S+)/i.exec(source.slice(0, 4_000))?.[1] ?? BASE
    await judge(
      file,
      base,
      at,
      (feed) => compareFeedparser(at.score, path.relative(folder, file), expected, feed),
      type,
    )
  }
  return at
}

const suites: [string, (folder: string) => Promise<Judging>][] = [
  ['feed-rs', (folder) => withJson(folder, '.serde.json', compareFeedRs)],
  ['gofeed', (folder) => withJson(folder, '.json', compareGofeed, BASE)],
  ['feedparser', withPython],
]
for (const [name, run] of suites) {
  const folder = setFolder('feeds', `feeds/${name}`)
  if (!folder) continue
  const { score, feeds, refused } = await run(folder)
  report({
    evaluate: 'feeds',
    set: name,
    measure: 'fields',
    value: score.share,
    n: score.all,
    feeds,
    refused: refused.length,
  })
  if (process.argv.includes('--wrong')) console.error([...refused, ...score.wrong].join('\n'))
}
