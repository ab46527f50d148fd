import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FeedsServer, rss, startFeeds } from '../../../tests/support/feeds-server.ts'
import { createSafeFetch, type SafeOutside } from '../../platform/safe-fetch.ts'
import { Ear } from '../contract.ts'
import { decode } from './charset.ts'
import { readDate } from './date.ts'
import { feedsIn } from './discover.ts'
import { createFeed } from './index.ts'
import { askedMinutes, nextMinutes, retryAfterMs } from './interval.ts'
import { nameItems, plainAddress } from './item-uri.ts'
import { readKept, sift } from './memory.ts'
import { noItem } from './parsed.ts'
import { readFeed } from './read-feed.ts'
import { toPosts } from './translate.ts'

const channel = createFeed()
const utf32 = (text: string) => {
  const letters = [...text]
  const out = Buffer.alloc(letters.length * 4)
  for (const [n, letter] of letters.entries()) out.writeUInt32LE(letter.codePointAt(0)!, n * 4)
  return out
}
const bytes = (text: string) => new TextEncoder().encode(text)
const parsed = async (xml: string, address = 'https://weirpost.example/feed') => {
  const read = await readFeed(bytes(xml), null, address)
  if (!read.ok) throw new Error(read.reason)
  return read.feed
}

describe('a server that misbehaves on purpose', () => {
  let server: FeedsServer
  let outside: SafeOutside
  let ear: Ear
  beforeAll(async () => {
    server = await startFeeds()
    outside = createSafeFetch({ ports: [server.port], allowPrivate: [server.place] })
  })
  afterEach(async () => {
    await ear.stop()
    expect(ear.failure).toBeNull()
  })
  afterAll(async () => {
    await outside.close()
    await server.close()
  })
  const listen = (path: string, cursor: string | null = null) => {
    ear = new Ear(
      channel,
      { settings: { url: server.url + path, least: 0.01, most: 0.01 }, outside, close: async () => {} },
      cursor,
    )
    return ear
  }
  const says = (state: string, words: RegExp) =>
    ear.until(`${state}: ${words}`, (e) =>
      e.states.some((s) => s.state === state && 'reason' in s && words.test(s.reason)),
    )

  test.each([
    ['/loop', 'waiting', /redirects/],
    ['/truncated', 'waiting', /./],
    ['/bomb', 'waiting', /./],
    ['/huge', 'waiting', /./],
    ['/broken', 'waiting', /500/],
    ['/busy', 'waiting', /less often/],
    ['/nowhere', 'waiting', /404/],
    ['/forbidden', 'refused', /403/],
    ['/gone', 'refused', /gone for good/],
  ])('%s is %s, with words', async (path, state, words) => {
    listen(path)
    await says(state, words)
    expect(ear.posts).toEqual([])
  })

  test('what asks us to wait is not asked again before', async () => {
    listen('/busy')
    await says('waiting', /less often/)
    const asked = server.requests.filter((r) => r.path === '/busy').length
    const state = ear.states.find((s) => s.state === 'waiting')!
    expect(state.state === 'waiting' && state.until!.getTime() - Date.now()).toBeGreaterThan(110_000)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(server.requests.filter((r) => r.path === '/busy')).toHaveLength(asked)
  })

  test('what is gone for good is never asked again', async () => {
    listen('/gone')
    await says('refused', /gone for good/)
    const asked = server.requests.filter((r) => r.path === '/gone').length
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(server.requests.filter((r) => r.path === '/gone')).toHaveLength(asked)
  })

  test('a server that drips does not hold us when we are told to stop', async () => {
    listen('/slow')
    await ear.until('it was asked', () => server.requests.some((r) => r.path === '/slow'))
  })

  test('a feed cut off in the middle gives what is whole', async () => {
    listen('/cut')
    await ear.hears('Whole')
  })

  test('bytes that are not what they claim are read, with a remark', async () => {
    listen('/latin')
    await ear.hears('Café “open”')
    expect(ear.reasons.join()).toMatch(/read as Windows-1252/)
  })

  test('the key in the address of a feed is not in what is set aside', async () => {
    listen('/latin?key=hunter2')
    await ear.hears('Café “open”')
    const samples = ear.batches.flatMap((b) => b.quarantined.map((q) => q.sample))
    expect(samples).toEqual([`${server.url}/latin?…`])
    expect(JSON.stringify(ear.posts)).not.toContain('hunter2')
  })

  test('entities of its own are left out with a reason, never expanded or fetched; neighbours arrive', async () => {
    listen('/entities')
    await ear.hears('After the bomb')
    expect(ear.texts).toEqual(['After the bomb', 'A bomb &b; &x;'])
    expect(ear.reasons.join()).toMatch(/entities of its own/)
    expect(server.requests.some((r) => r.path === '/secret')).toBe(false)
  })

  test('an item of ten megabytes is cut with a remark, and its neighbours arrive', async () => {
    listen('/large-item')
    await ear.hears('After it')
    expect(ear.texts.map((t) => t.length < 10_100)).toEqual([true, true, true])
    expect(ear.posts[1]!.remarks!.join()).toMatch(/cut after 10,000 characters/)
  })

  test('the feed of a page is found, remembered, and asked for with its validators', async () => {
    server.items.push({ title: 'Old news', link: 'https://weirpost.example/old' })
    listen('/page')
    await ear.hears('Old news')
    await ear.until('it came back and nothing was new', () =>
      server.requests.some((r) => r.path === '/feed.xml' && r.headers['if-none-match'] !== undefined),
    )
    const found = readKept(ear.cursors.at(-1)!).found
    expect(found).toBe(`${server.url}/feed.xml`)
    await ear.stop()
    const before = server.requests.filter((r) => r.path === '/page').length
    listen('/page', ear.cursors.at(-1))
    server.items.unshift({ title: 'Fresh news', link: 'https://weirpost.example/fresh' })
    await ear.hears('Fresh news')
    expect(ear.texts).toEqual(['Fresh news'])
    expect(server.requests.filter((r) => r.path === '/page')).toHaveLength(before)
  })

  test('a feed where no page names one is looked for in the usual places', async () => {
    listen('/bare-page')
    await ear.hears('Old news')
  })

  test('an item that is rewritten is an edit, and a feed that rolled over leaves a gap', async () => {
    let body = rss(
      [1, 2, 3, 4, 5].map((n) => ({
        title: `item ${n}`,
        link: `https://weirpost.example/${n}`,
        at: new Date(Date.now() - 60_000),
      })),
    )
    server.paths.set('/rolling', (_, response) => response.writeHead(200, {}).end(body))
    listen('/rolling')
    await ear.hears('item 5')
    body = body.replace('item 3', 'item 3, corrected')
    await ear.until('the edit', (e) =>
      e.batches.some((b) =>
        b.changes.some((c) => c.kind === 'edited' && c.post.text === 'item 3, corrected'),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    body = rss(
      [11, 12, 13, 14, 15].map((n) => ({
        title: `item ${n}`,
        link: `https://weirpost.example/${n}`,
        at: new Date(Date.now() + 1_000),
      })),
    )
    await ear.hears('item 15')
    expect(ear.batches.find((b) => b.gap)?.gap).toMatchObject({
      reason: 'The feed moved on by more items than it holds',
    })
  })
})

describe('names of items', () => {
  test('an item has one name wherever it is syndicated', () => {
    const same = [
      'https://www.lancs.example/news/flood-1?utm_source=rss&utm_medium=feed',
      'http://lancs.example/news/flood-1/#comments',
      'https://lancs.example/news/flood-1?at_campaign=x',
    ]
    expect(new Set(same.map(plainAddress))).toEqual(new Set(['https://lancs.example/news/flood-1']))
    expect(plainAddress('https://a.example/?id=2&a=1')).toBe('https://a.example/?a=1&id=2')
    expect(plainAddress('javascript:alert(1)')).toBeNull()
  })

  test('items that share a page are told apart by guid, and without one by their words', () => {
    const item = (more: object) => ({ ...noItem(), link: 'https://a.example/alerts', ...more })
    const names = nameItems(
      [
        item({ id: '7' }),
        item({ id: 'tag:a.example,2026:8' }),
        item({ title: { value: 'x', type: 'text' } }),
        item({ title: { value: 'y', type: 'text' } }),
      ],
      'https://a.example/feed',
      'https://a.example/',
    )
    expect(names[0]).toBe('https://a.example/feed#7')
    expect(names[1]).toBe('tag:a.example,2026:8')
    expect(new Set(names).size).toBe(4)
  })

  test('a key in the address of a feed is in no name, and feeds of one path are told apart', () => {
    const items = [
      { ...noItem(), id: '7' },
      { ...noItem(), title: { value: 'x', type: 'text' as const } },
    ]
    const named = (query: string) => nameItems(items, `https://a.example/feed?${query}`, null)
    const names = named('key=hunter2&of=weir')
    expect(names.join()).not.toMatch(/hunter2|weir|\?/)
    expect(names[0]).toMatch(/^https:\/\/a\.example\/feed~[0-9a-f]{8}#7$/)
    expect(named('of=weir&key=hunter2&utm_source=x')).toEqual(names)
    expect(named('key=hunter2&of=mill')).not.toEqual(names)
    const long = nameItems(items, `https://a.example/feed?key=hunter2${'x'.repeat(2_100)}`, null)
    expect(long.join()).not.toContain('hunter2')
  })

  test('what was seen is known, what changed is changed, and no more than 2,000 are remembered', () => {
    const posts = Array.from(
      { length: 2_500 },
      (_, n) => ({ uri: `u${n}`, text: 't', url: null, media: [] }) as never,
    )
    const first = sift('', posts)
    expect(first.fresh).toHaveLength(2_500)
    expect(first.seen.length).toBe(24_000)
    expect(sift(first.seen, posts.slice(-10))).toMatchObject({ fresh: [], changed: [], known: 10 })
  })
})

describe('what a feed says', () => {
  test('markup becomes words, relative addresses are resolved, scripts are nothing', async () => {
    const feed =
      await parsed(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://weirpost.example/news/" xml:lang="cy"><title>Post</title><link href="../"/>
      <entry xml:base="2026/"><title type="html">Ffordd &lt;b&gt;ar gau&lt;/b&gt; &amp;amp; llifogydd</title><link href="mill-lane"/><id>tag:x,2026:1</id><updated>2026-01-02T03:04:05Z</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <a href="map.html">map</a></p><script>alert(1)</script><p>Two<br/>lines</p><img src="/p.jpg" alt="Water on the road"/></div></content></entry></feed>`)
    const [post] = await toPosts(feed, 'https://weirpost.example/feed')
    expect(post).toMatchObject({
      uri: 'https://weirpost.example/news/2026/mill-lane',
      url: 'https://weirpost.example/news/2026/mill-lane',
      text: 'Ffordd ar gau & llifogydd\n\nOne map\n\nTwo\nlines',
      langs: ['cy'],
      author: { id: 'https://weirpost.example/', handle: 'weirpost.example', displayName: 'Post' },
      media: [{ kind: 'image', url: 'https://weirpost.example/p.jpg', alt: 'Water on the road' }],
      publishedAt: new Date('2026-01-02T03:04:05Z'),
    })
    expect(post!.links.map((l) => l.url)).toContain('https://weirpost.example/news/2026/map.html')
  })

  test('limits hold: depth, items, a document that is no feed', async () => {
    const deep = `<rss><channel>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</channel></rss>`
    expect(await readFeed(bytes(deep), null, undefined)).toEqual({
      ok: false,
      html: false,
      reason: 'It is nested deeper than 64 levels',
      why: { code: 'too-deep', values: ['64'], says: 'It is nested deeper than 64 levels' },
    })
    const many = rss(
      Array.from({ length: 2_100 }, (_, n) => ({ title: `n ${n}`, link: `https://a.example/${n}` })),
    )
    const read = await readFeed(bytes(many), null, undefined)
    expect(read.ok && [read.feed.items.length, read.feed.remarks[0]]).toEqual([
      2_000,
      'It has 2,100 items; the first 2,000 were read',
    ])
    expect(await readFeed(bytes('hello'), null, undefined)).toMatchObject({
      ok: false,
      reason: 'It is neither XML nor JSON',
    })
    expect(await readFeed(new Uint8Array(), null, undefined)).toMatchObject({
      ok: false,
      reason: 'The answer is empty',
    })
  })

  test('a large feed is read in pieces, with the event loop in between', async () => {
    const big = bytes(
      rss(
        Array.from({ length: 1_900 }, (_, n) => ({
          title: `n ${n}`,
          link: `https://a.example/${n}`,
          body: `<p>${'word & '.repeat(180)}</p>`,
        })),
      ),
    )
    expect(big.length).toBeGreaterThan(2_500_000)
    let turns = 0
    let reading = true
    const count = () => {
      turns++
      if (reading) setImmediate(count)
    }
    setImmediate(count)
    expect((await readFeed(big, null, undefined)).ok).toBe(true)
    reading = false
    expect(turns).toBeGreaterThanOrEqual(Math.floor(big.length / 131_072))
  })

  test.each([
    [
      'utf-8 by its bytes, whatever is claimed',
      Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>Llŷn</a>'),
      'text/xml; charset=us-ascii',
      'Llŷn',
    ],
    [
      'a mark at the start',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>Llŷn</a>', 'utf16le')]),
      null,
      'Llŷn',
    ],
    ['UTF-16 without a mark', Buffer.from('<a>Llŷn</a>', 'utf16le'), null, 'Llŷn'],
    [
      'the declaration',
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xcf\xf0\xe8</a>', 'latin1'),
      null,
      'При',
    ],
    ['the header', Buffer.from('<a>\xa5\xb9</a>', 'latin1'), 'text/xml; charset=shift_jis', '･ｹ'],
    [
      'a set that hides in ASCII',
      Buffer.from('<?xml version="1.0" encoding="iso-2022-jp"?><a>\x1b$B$"\x1b(B</a>', 'latin1'),
      null,
      'あ',
    ],
    [
      'a set that nobody knows',
      Buffer.from('<?xml version="1.0" encoding="x-klingon"?><a>caf\xe9</a>', 'latin1'),
      null,
      'café',
    ],
    ['four bytes a letter', utf32('\ufeff<a>Llŷn 😀</a>'), null, 'Llŷn 😀'],
    ['four bytes a letter without a mark', utf32('<a>Llŷn</a>'), null, 'Llŷn'],
    [
      'a name that only programmers use',
      Buffer.from('<?xml version="1.0" encoding="cp1251"?><a>\xcf\xf0\xe8</a>', 'latin1'),
      null,
      'При',
    ],
  ])('letters: %s', (_, raw, type, expected) => {
    expect(decode(raw, type).text).toContain(expected)
  })

  test.each([
    ['Sat, 07 Sep 2002 00:00:01 GMT', '2002-09-07T00:00:01.000Z'],
    ['7 Sep 02 09:00 BST', '2002-09-07T08:00:00.000Z'],
    ['Thu, 1 Jan 2026 10:00:00 +0100 (CET)', '2026-01-01T09:00:00.000Z'],
    ['Mon Nov 23 14:02:00 2026', '2026-11-23T14:02:00.000Z'],
    ['2003-12-13T18:30:02.25+01:00', '2003-12-13T17:30:02.250Z'],
    ['2003-12', '2003-12-01T00:00:00.000Z'],
    ['20031213', '2003-12-13T00:00:00.000Z'],
    ['November 23, 2026 2:05 PM EST', '2026-11-23T19:05:00.000Z'],
    ['Sat, 07 Sept 2002 00:00:01 UT', '2002-09-07T00:00:01.000Z'],
    ['yesterday', null],
    ['32 Jan 2026', null],
    ['Dydd Llun, 23 Tachwedd 2026 14:02 GMT', '2026-11-23T14:02:00.000Z'],
    ['mardi, 14 juillet 2026 10:00:00 +0200', '2026-07-14T08:00:00.000Z'],
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
    ['2004년 05월 28일 오후 01:31:15', '2004-05-28T04:31:15.000Z'],
    ['Fri, 2006/09/15 08:19:53 EDT', '2006-09-15T12:19:53.000Z'],
    ['2003-155', '2003-06-04T00:00:00.000Z'],
    ['03-12-31', '2003-12-31T00:00:00.000Z'],
    ['3/4/2026 10:00', '2026-04-03T10:00:00.000Z'],
    ['12/31/2003 10:00 PM', '2003-12-31T22:00:00.000Z'],
    ['1795000000', '2026-11-18T11:06:40.000Z'],
    ['2003-12-31T10:14:55+1', '2003-12-31T09:14:55.000Z'],
  ])('the date %s', (raw, expected) => {
    expect(readDate(raw)?.toISOString() ?? null).toBe(expected)
  })
})

describe('what is not quite XML', () => {
  const titleOf = async (inner: string) => {
    const feed = await parsed(
      `<rss version="2.0"><channel><title>T</title><item>${inner}</item></channel></rss>`,
    )
    return (await toPosts(feed, 'https://a.example/'))[0]?.text
  }
  test.each([
    ['references of HTML', '<title>caf&eacute; &nbsp;&ndash; x</title>', 'café – x'],
    ['numbers from Windows', '<title>it&#146;s &#x80;5</title>', 'it’s €5'],
    ['references written twice', '<title>&amp;eacute;t&amp;eacute;</title>', 'été'],
    ['names that nobody knows', '<title>a &bogus; b</title>', 'a &bogus; b'],
    ['CDATA is as it is', '<title><![CDATA[a &amp; b &eacute;]]></title>', 'a & b é'],
    ['a bare ampersand and a bare <', '<title>Marks & Spencer < 5 &c.</title>', 'Marks & Spencer < 5 &c.'],
    ['any case of names', '<Title>x</TITLE><LINK>https://a.example/1</link>', 'x'],
    ['an undeclared namespace', '<dc:title>x</dc:title>', 'x'],
    ['what is never closed', '<title>x</title><description>y <b>z', 'x\n\ny z'],
  ])('%s', async (_, inner, text) => {
    expect(await titleOf(inner)).toBe(text)
  })

  test('a document type is passed over whatever stands in it', async () => {
    const feed = await parsed(
      `<?xml version="1.0"?><!-- <!DOCTYPE --><!DOCTYPE rss PUBLIC "-//N//DTD > RSS 0.91//EN" "x.dtd" [<!-- ]> --><!ENTITY q "]>"><!ELEMENT a (b)>]><rss><channel><title>T</title><item><title>ok &q;</title></item></channel></rss>`,
    )
    expect(feed.items[0]!.title!.value).toBe('ok &q;')
    expect(await readFeed(bytes('<!DOCTYPE rss [<!ENTITY a "<rss>'), null, undefined)).toMatchObject({
      ok: false,
      reason: 'Its document type never ends',
    })
  })

  test('many references of any kind cost no more than their length', async () => {
    const began = process.threadCpuUsage()
    const names = Array.from({ length: 300_000 }, (_, n) => `&x${n.toString(36)};`).join('')
    await titleOf(`<title>${names}</title>`)
    await titleOf(`<title>${'<![CDATA['.repeat(200_000)}</title>`)
    await titleOf(`<title>${'<![CDATA[&]]>'.repeat(100_000)}</title>`)
    const { user, system } = process.threadCpuUsage(began)
    expect((user + system) / 1_000_000).toBeLessThan(5)
  })

  test('content packed in base64 is unpacked when it is words; channels of the first kind are read', async () => {
    const packed = Buffer.from('<p>Dŵr</p>').toString('base64')
    const old = await parsed(
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>a</title><content type="text/html" mode="base64">${packed}</content></entry></feed>`,
    )
    expect(old.items[0]!.content).toMatchObject({ value: '<p>Dŵr</p>', type: 'html' })
    const cdf = await parsed(
      '<CHANNEL HREF="http://c.example/"><TITLE>C</TITLE><ITEM HREF="http://c.example/1" LASTMOD="2002-02-02"><TITLE>i</TITLE><ABSTRACT>words</ABSTRACT></ITEM></CHANNEL>',
    )
    expect(cdf).toMatchObject({
      link: 'http://c.example/',
      items: [{ link: 'http://c.example/1', summary: { value: 'words' } }],
    })
  })
})

describe('how often', () => {
  const bounds = { least: 2, most: 60 }
  test('news brings it nearer, silence further, within bounds and never under what the publisher asks', () => {
    expect(nextMinutes(null, true, 0, bounds)).toBe(5)
    expect(nextMinutes(10, true, 0, bounds)).toBe(6)
    expect(nextMinutes(10, false, 0, bounds)).toBe(13)
    expect(nextMinutes(2, true, 0, bounds)).toBe(2)
    expect(nextMinutes(59, false, 0, bounds)).toBe(60)
    expect(nextMinutes(10, true, 30, bounds)).toBe(30)
    expect(nextMinutes(10, true, 100_000, bounds)).toBe(60)
  })
  test('the words of servers', () => {
    expect(askedMinutes(new Headers({ 'cache-control': 'public, max-age=600' }), null)).toBe(10)
    expect(askedMinutes(new Headers({ 'cache-control': 'no-cache, max-age=600' }), null)).toBe(0)
    expect(retryAfterMs(new Headers({ 'retry-after': '120' }), 0)).toBe(120_000)
    expect(retryAfterMs(new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }), 0)).toBe(60_000)
    expect(retryAfterMs(new Headers({ 'retry-after': '999999999' }), 0)).toBe(86_400_000)
    expect(retryAfterMs(new Headers({}), 0)).toBeNull()
  })
  test('pages name their feeds, comments last', () => {
    const html =
      '<head><base href="/x/"><link rel="alternate" type="application/rss+xml" title="Comments" href="c"><link rel="ALTERNATE stylesheet" type="application/atom+xml" href="https://b.example/atom"><link rel=alternate type="text/html" href="no">'
    expect(feedsIn(html, 'https://a.example/').map((f) => f.url)).toEqual([
      'https://b.example/atom',
      'https://a.example/x/c',
    ])
  })
})
