import { describe, expect, test } from 'vitest'
import { jsonBodies, naughty, own, setsAreHere, texts, workOf } from '../../tests/support/bad-input.ts'
import { escapeXml } from '../../tests/support/feeds-server.ts'
import * as bluesky from './bluesky/translate.ts'
import { type ByteStream, type Heard, type ImportMap, readHtml } from './channel.ts'
import { readFeed } from './feed/read-feed.ts'
import { toPosts } from './feed/translate.ts'
import { files } from './import/index.ts'
import * as mastodon from './mastodon/translate.ts'

/** What every post that comes out must be, whatever went in. */
function expectSafe(post: Heard): void {
  for (const text of [
    post.text,
    post.contentWarning ?? '',
    post.author.handle,
    post.author.displayName ?? '',
    ...post.tags,
    ...post.mentions,
    ...post.poll,
  ]) {
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toMatch(/[\u0000-\u0008\u202d\u202e]/)
  }
  expect(post.text.length).toBeLessThanOrEqual(100_000)
  for (const { url } of post.links) expect(url).toMatch(/^https?:\/\//)
  for (const { url } of post.media) if (url !== undefined) expect(url).toMatch(/^https?:\/\//)
  expect(post.url ?? 'https://').toMatch(/^https?:\/\//)
}

/** Each thing by itself: a hang shows here and not as a test that is slow as a whole. */
async function eachWithin(ms: number, read: (text: string) => unknown): Promise<void> {
  for (const text of texts)
    expect(await workOf(() => read(text)), JSON.stringify(text.slice(0, 80))).toBeLessThan(ms)
}

async function* file(bytes: Uint8Array): ByteStream {
  yield bytes
}
const rows = async (bytes: Uint8Array, map: ImportMap) => {
  const read = []
  for await (const row of files.read(file(bytes), map, { name: 'bad.csv' })) read.push(row)
  return read
}
const columns = { text: 'text', time: null, tweetId: null, author: 'author', link: 'link', lang: 'lang' }

describe('bad input through every entry', () => {
  test('the sets are here and not empty', () => {
    if (setsAreHere) expect([naughty.length > 600, jsonBodies.length > 300]).toEqual([true, true])
    expect(texts.length).toBeGreaterThanOrEqual(own.length)
  })

  test('bluesky: as text, names, links, marks and dates', async () => {
    await eachWithin(1_000, (text) => {
      const record = {
        text,
        createdAt: text,
        langs: [text],
        tags: [text],
        labels: { values: [{ val: text }] },
        reply: { parent: { uri: text } },
        facets: [
          {
            index: { byteStart: text, byteEnd: -1 },
            features: [
              { $type: 'app.bsky.richtext.facet#link', uri: text },
              { $type: 'app.bsky.richtext.facet#tag', tag: text },
              { $type: 'app.bsky.richtext.facet#mention', did: text },
            ],
          },
        ],
        embed: { $type: 'app.bsky.embed.external', external: { uri: text, title: text } },
      }
      const read = bluesky.readFrame(
        JSON.stringify({
          did: 'did:plc:x',
          time_us: 5,
          kind: 'commit',
          commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: 'a', record },
        }),
      )
      // Eight copies of the longest of them are more than an event can be.
      if (text.length < 100_000) expect(read.kind).toBe('post')
      else
        expect(read).toMatchObject({ kind: 'bad', reason: expect.stringMatching(/more than a post can be/) })
      if (read.kind === 'post') expectSafe(read.post)
      expect(() => bluesky.readFrame(text)).not.toThrow()
    })
  })

  test('mastodon: as markup, names, warnings, polls and addresses', async () => {
    await eachWithin(1_000, (text) => {
      const status = {
        id: '1',
        uri: 'https://a.example/1',
        url: text,
        content: text,
        spoiler_text: text,
        language: text,
        created_at: text,
        visibility: 'public',
        in_reply_to_id: text,
        account: { acct: 'x', display_name: text, url: text },
        tags: [{ name: text }],
        mentions: [{ acct: text, url: text }],
        media_attachments: [{ type: text, url: text, description: text }],
        poll: { options: [{ title: text }] },
        card: { url: text, title: text },
      }
      const read = mastodon.readStatus(status, 'https://a.example', () => undefined)
      expect(read.kind).toBe('post')
      if (read.kind === 'post') expectSafe(read.post)
      expect(() => mastodon.readFrame(text)).not.toThrow()
    })
  })

  test('feed: as words, as markup, as a whole document', async () => {
    await eachWithin(1_000, async (text) => {
      const wrapped = `<rss version="2.0"><channel><title>${escapeXml(text)}</title><item><title>before</title><guid>1</guid></item><item><title>${escapeXml(text)}</title><link>${escapeXml(text)}</link><description><![CDATA[${text.replaceAll(']]>', '')}]]></description><pubDate>${escapeXml(text)}</pubDate></item><item><title>after</title><guid>3</guid></item></channel></rss>`
      const read = await readFeed(new TextEncoder().encode(wrapped), null, 'https://a.example/feed')
      expect(read.ok ? '' : read.reason).toBe('')
      if (!read.ok) return
      const posts = await toPosts(read.feed, 'https://a.example/feed')
      for (const post of posts) expectSafe(post)
      // Neighbours are never lost.
      expect(posts.map((p) => p.text)).toEqual(expect.arrayContaining(['before', 'after']))
      await readFeed(new TextEncoder().encode(text), null, 'https://a.example/feed')
    })
  })

  test('import: as cells, as a whole file, as a line of JSON', async () => {
    await eachWithin(1_000, async (text) => {
      const cell = (s: string) => `"${s.replaceAll('"', '""')}"`
      const csv = `text,author,link,lang\nbefore,,,\n${[text, text, text, text].map(cell).join(',')}\nafter,,,\n`
      const read = await rows(new TextEncoder().encode(csv), { format: 'csv', header: true, ...columns })
      const posts = read.flatMap((r) => ('post' in r ? [r.post] : []))
      for (const post of posts) expectSafe(post)
      expect(posts.map((p) => p.text)).toEqual(expect.arrayContaining(['before', 'after']))
      for (const r of read) if ('error' in r) expect([r.row > 1, r.error !== '']).toEqual([true, true])
      await files.inspect(file(new TextEncoder().encode(text)))
      const line = await rows(
        new TextEncoder().encode(
          `${JSON.stringify({ text: 'before' })}\n${JSON.stringify({ text, author: text, link: text })}\n${JSON.stringify({ text: 'after' })}`,
        ),
        { format: 'jsonl', ...columns },
      )
      expect(line.flatMap((r) => ('post' in r ? [r.post.text] : []))).toEqual(
        expect.arrayContaining(['before', 'after']),
      )
    })
  })

  test('readHtml leaves nothing that acts', async () => {
    await eachWithin(1_000, (text) => {
      const read = readHtml(text, 'https://a.example/')
      for (const { url } of read.links) expect(url).toMatch(/^https?:/)
      expect(read.text.isWellFormed()).toBe(true)
    })
  })

  test('every body that calls itself JSON, as a frame, a feed and a line', async () => {
    for (const bytes of jsonBodies) {
      const text = new TextDecoder().decode(bytes)
      expect(() => [bluesky.readFrame(text), mastodon.readFrame(text)]).not.toThrow()
      expect((await readFeed(bytes, 'application/json', 'https://a.example/')).ok).toBe(false)
      for (const row of await rows(bytes, { format: 'jsonl', ...columns }))
        if ('error' in row) expect(row.error).not.toBe('')
      await files.inspect(file(bytes))
    }
  })
})

describe('markup that is meant to hold a reader up', () => {
  test.each([
    ['a million letters in paragraphs', '<p>word</p> '.repeat(85_000)],
    ['open tags and closing tags of others', '<b>'.repeat(150_000) + '</i>'.repeat(130_000)],
    ['a name inside a name', '<b>x'.repeat(250_000)],
    ['white space', ' \n\t'.repeat(330_000)],
    ['cells', '<td>'.repeat(240_000)],
    ['links in links', '<a href="/x">y'.repeat(70_000)],
    ['lists', '<li>'.repeat(240_000)],
  ])('%s', async (_, html) => {
    expect(await workOf(() => readHtml(html, 'https://a.example/'))).toBeLessThan(1_000)
  })

  test('what is nested too deep is cut with a remark, and what came before it stays', () => {
    const read = readHtml(`<p>before</p>${'<b>'.repeat(600)}deep`)
    expect(read.text).toBe('before')
    expect(read.remarks.join()).toMatch(/nested deeper than 500/)
  })
})
