import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { compareFeedRs } from '../../../tools/feeds/feed-rs.ts'
import { compareFeedparser, expectationsOf } from '../../../tools/feeds/feedparser.ts'
import { compareGofeed } from '../../../tools/feeds/gofeed.ts'
import { Score } from '../../../tools/feeds/score.ts'
import { readFeed } from './read-feed.ts'

const data = path.resolve(import.meta.dirname, '../../../../shared/data/feeds')
const there = existsSync(data)
if (!there) console.log('skipped: ../shared/data/feeds is not here')

describe.skipIf(!there)('feeds from the world', () => {
  test('at least 98 in 100 fields are what feed-rs expects', async () => {
    const score = new Score()
    const folder = path.join(data, 'feed-rs')
    const expected = readdirSync(folder).filter((n) => n.endsWith('.serde.json'))
    const failed: string[] = []
    for (const name of expected) {
      const input = ['.xml', '.json']
        .map((end) => path.join(folder, name.replace('.serde.json', end)))
        .find((f) => existsSync(f))!
      const read = await readFeed(readFileSync(input), null, undefined)
      if (read.ok)
        compareFeedRs(
          score,
          name.replace('.serde.json', ''),
          JSON.parse(readFileSync(path.join(folder, name), 'utf8')),
          read.feed,
        )
      else failed.push(`${name}: ${read.reason}`)
    }
    expect(failed).toEqual([])
    expect(expected.length).toBeGreaterThan(60)
    expect(score.share, score.wrong.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('every feed of rss-parser is read, item by item', async () => {
    const folder = path.join(data, 'rss-parser')
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(path.join(folder, name))
      const read = await readFeed(bytes, null, 'https://feed.example/')
      if (name === 'unrecognized.rss') {
        expect(read).toMatchObject({ ok: false, reason: expect.stringContaining('It is no feed') })
        continue
      }
      expect(read.ok ? '' : read.reason, name).toBe('')
      if (!read.ok) continue
      const source = bytes.toString('utf8')
      expect(read.feed.items, name).toHaveLength(source.match(/<(item|entry)[\s>]/g)?.length ?? 0)
      const titled = source
        .split(/<(?:item|entry)[\s>]/)
        .slice(1)
        .map((part) => /<title/.test(part))
      expect(
        read.feed.items.map((item) => item.title !== null),
        name,
      ).toEqual(titled)
    }
  })
})

describe('what other readers expect, in their own ways of writing it', () => {
  const read = async (xml: string) => {
    const feed = await readFeed(new TextEncoder().encode(xml), null, 'https://weirpost.example/feed')
    if (!feed.ok) throw new Error(feed.reason)
    return feed.feed
  }

  test('a line of Python: what it names is compared, what it cannot name is passed over', async () => {
    const xml = `<!--
Description: a date, a person and a letter
Expect:      not bozo and feed['title'] == u'Llŷn \\u2019s' and entries[0]['published_parsed'] == (2004, 1, 1, 19, 48, 21, 3, 1, 0) and entries[0].author_detail.email == 'gwen@weir.example' and len(entries) == 1 and feed['cloud']['port'] == '80' and entries[0]['title'] == 'wrong'
--><rss version="2.0"><channel><title>Ll&#375;n &rsquo;s</title><item><title>One and two</title><author>gwen@weir.example (Gwen)</author><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate></item></channel></rss>`
    const score = new Score()
    compareFeedparser(score, 'x', expectationsOf(xml)!, await read(xml))
    expect([score.right, score.all]).toEqual([4, 5])
    expect(score.wrong[0]).toContain('wrong')
    expect(expectationsOf('<rss/>')).toBeNull()
  })

  test('JSON in the names of RSS, of Atom and of one feed for both', async () => {
    const xml =
      '<rss version="2.0"><channel><title>T</title><link>https://weirpost.example/</link><managingEditor>ed@weir.example (Ed)</managingEditor><item><title>a &amp;lt; b</title><guid isPermaLink="false">7</guid><category domain="d">c</category><enclosure url="/a.mp3" length="5" type="audio/mpeg"/><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate></item></channel></rss>'
    const item = {
      title: 'a &lt; b',
      pubDateParsed: '2004-01-01T19:48:21Z',
      enclosures: [{ url: 'https://weirpost.example/a.mp3', length: '5', type: 'audio/mpeg' }],
    }
    const score = new Score()
    const feed = await read(xml)
    compareGofeed(
      score,
      'rss',
      {
        title: 'T',
        link: 'https://weirpost.example/',
        managingEditor: 'ed@weir.example (Ed)',
        items: [
          { ...item, guid: { value: '7', isPermalink: 'false' }, categories: [{ domain: 'd', value: 'c' }] },
        ],
      },
      feed,
    )
    compareGofeed(
      score,
      'universal',
      {
        title: 'T',
        author: { name: 'Ed', email: 'ed@weir.example' },
        feedType: 'rss',
        items: [{ ...item, guid: '7', categories: ['c'] }],
      },
      feed,
    )
    expect(score.wrong).toEqual([])
    expect(score.all).toBeGreaterThan(20)
  })
})
