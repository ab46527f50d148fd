import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFrame, toPost } from './translate.ts'

const data = path.resolve(import.meta.dirname, '../../../../shared/data/bluesky')
const there = existsSync(data)
if (!there) console.log('skipped: ../shared/data/bluesky is not here')

const frame = (commit: object, more: object = {}) =>
  JSON.stringify({ did: 'did:plc:abc', time_us: 1_783_175_888_085_434, kind: 'commit', commit, ...more })
const create = (record: unknown) =>
  frame({
    rev: 'r',
    operation: 'create',
    collection: 'app.bsky.feed.post',
    rkey: '3mptbyoeyc22k',
    record,
    cid: 'c',
  })

/** A set's file; empty where the sets are not: the body of a skipped `describe` is run all the same. */
const recorded = (file: string): string =>
  there ? readFileSync(path.join(data, 'jetstream-corpus', file), 'utf8') : ''

describe.skipIf(!there)('the recorded stream', () => {
  const manifest = JSON.parse(recorded('manifest.json') || '{}') as Record<string, number>
  const frames = recorded('expected_v1.jsonl').trim().split('\n').filter(Boolean)
  const events = frames.map(
    (f) =>
      JSON.parse(f) as {
        kind: string
        commit?: { operation: string; collection: string; record?: { langs?: string[]; text?: string } }
      },
  )
  const isPost = (e: (typeof events)[number], operation: string) =>
    e.commit?.operation === operation && e.commit.collection === 'app.bsky.feed.post'

  test('every event is understood and counted as the manifest counts it', () => {
    expect(frames).toHaveLength(manifest['v1_events']!)
    const heeded = frames.map(readFrame)
    expect(heeded.filter((h) => h.kind === 'bad')).toEqual([])
    expect(heeded.filter((h) => h.kind === 'post')).toHaveLength(17)
    expect(heeded.filter((h) => h.kind === 'post')).toHaveLength(
      events.filter((e) => isPost(e, 'create')).length,
    )
    expect(heeded.filter((h) => h.kind === 'change')).toHaveLength(
      events.filter((e) => isPost(e, 'delete') || isPost(e, 'update')).length,
    )
    expect(heeded.every((h) => h.time !== null)).toBe(true)
    const rest = frames.length - 17 - heeded.filter((h) => h.kind === 'change').length
    expect(heeded.filter((h) => h.kind === 'other' || h.kind === 'identity')).toHaveLength(rest)
  })

  test('an identity event is a claim, whatever it says', () => {
    const told = (identity: unknown) =>
      readFrame(JSON.stringify({ did: 'did:plc:a', time_us: 5, kind: 'identity', identity }))
    const claim = { kind: 'identity', time: 5, did: 'did:plc:a' }
    expect(told({ did: 'did:plc:a', handle: 'Police.Example' })).toEqual({
      ...claim,
      claims: 'police.example',
    })
    expect(told({ did: 'did:plc:a', handle: 'handle.invalid' })).toEqual({
      ...claim,
      claims: 'handle.invalid',
    })
    for (const unreadable of [null, { handle: 7 }, { handle: 'x y' }, {}])
      expect(told(unreadable)).toEqual({ ...claim, claims: null })
  })

  test('the words, languages and addresses of posts are those of the records', () => {
    const posts = frames.map(readFrame).flatMap((h) => (h.kind === 'post' ? [h.post] : []))
    const records = events.filter((e) => isPost(e, 'create')).map((e) => e.commit!.record!)
    expect(posts.map((p) => p.langs)).toEqual(records.map((r) => r.langs ?? []))
    expect(posts.map((p) => p.text.length > 0)).toEqual(records.map((r) => (r.text ?? '').length > 0))
    const card = posts.find((p) => p.author.id === 'did:plc:dclwtltrt2ggsryagfzk7dp4')!
    expect(card.links).toEqual([
      {
        url: 'https://www.youtube.com/watch?v=V5lDo-jw8mA',
        domain: 'youtube.com',
        title: "What does America's 250th anniversary mean to Native Americans?",
      },
    ])
    expect(card.url).toBe('https://bsky.app/profile/did:plc:dclwtltrt2ggsryagfzk7dp4/post/3mptbyoeyc22k')
    for (const post of posts) expect(post.text.isWellFormed()).toBe(true)
  })

  test('the conversion pairs of granary come out as posts', () => {
    const folder = path.join(data, 'granary')
    const read = (name: string) => {
      const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
      const record = file.post?.record ?? file
      return record.$type === 'app.bsky.feed.post' ? toPost('did:plc:asdf', '3jv3wdw2hkt25', record) : null
    }
    const posts = readdirSync(folder)
      .map((name) => [name, read(name)] as const)
      .filter(([, p]) => p !== null)
    expect(posts.length).toBeGreaterThanOrEqual(13)
    const by = (name: string) => posts.find(([n]) => n === name)![1]!
    expect(by('note.bsky.json').links.map((l) => l.url)).toEqual(['http://my/link'])
    expect(by('note.bsky.json').publishedAt?.toISOString().slice(0, 10)).toBe('2012-02-22')
    expect(by('note_with_mention_linked_text.bsky.json')?.mentions).toEqual(['did:plc:789'])
    expect(by('note_with_article_attachment.bsky-from-as.json').links).toEqual([
      { url: 'http://att/post', domain: 'att', title: 'an att' },
    ])
    expect(by('quote_and_image.bsky.json').media).toEqual([{ kind: 'image', alt: null }])
    expect(by('quote_and_image.bsky.json').links[0]?.url).toBe(
      'https://bsky.app/profile/did:plc:user/post/orig-post-tid',
    )
    expect(by('comment_inreplyto_id.bsky.json').inReplyTo).toMatch(/^at:\/\//)
  })
})

describe('one frame', () => {
  test('marks are counted in bytes, so a mention after an emoji is still whole', () => {
    const text = '🌊🏴󠁧󠁢󠁷󠁬󠁳󠁿 diolch @arrel.bsky.social! #Llifogydd'
    const at = Buffer.byteLength(text.slice(0, text.indexOf('@')))
    const heeded = readFrame(
      create({
        text,
        createdAt: '2026-11-23T10:00:00Z',
        langs: ['cy', 'not a language', 7],
        tags: ['afon'],
        labels: { values: [{ val: 'graphic-media' }, { val: '!warn' }] },
        facets: [
          {
            index: { byteStart: at, byteEnd: at + 18 },
            features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:xyz' }],
          },
          { index: {}, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'Llifogydd' }, null, 'x'] },
        ],
        embed: { $type: 'app.bsky.embed.video', alt: 'The river over the wall' },
      }),
    )
    expect(heeded.kind).toBe('post')
    const post = (heeded as Extract<typeof heeded, { kind: 'post' }>).post
    expect(post.mentions).toEqual(['arrel.bsky.social'])
    expect(post.tags).toEqual(['Llifogydd', 'afon'])
    expect(post.langs).toEqual(['cy'])
    expect(post.contentWarning).toBe('graphic media')
    expect(post.media).toEqual([{ kind: 'video', alt: 'The river over the wall' }])
    expect(post.text).toContain('🏴󠁧󠁢󠁷󠁬󠁳󠁿')
  })

  test.each([
    ['{', 'An event that is not JSON'],
    ['null', 'An event that is not an object'],
    ['{}', 'An event without a readable author (DID)'],
    ['{"did":"did:plc:a","kind":"identity"}', 'An event without a time (time_us)'],
    [create({ text: 5 }), 'A post whose text is not text'],
    [create(null), 'A post without a record'],
    [
      frame({ operation: 'create', collection: 'app.bsky.feed.post', rkey: '../..', record: { text: 'x' } }),
      'A post without a readable key (rkey)',
    ],
    [
      `{"did":"did:plc:a","time_us":5,"x":"${'x'.repeat(10_000_000)}"}`,
      'An event of 10 MB, which is more than a post can be',
    ],
  ])('what is no event is quarantined (%#)', (text, reason) => {
    expect(readFrame(text)).toMatchObject({ kind: 'bad', reason })
  })

  test('a claim about the time is kept however wild, and dropped when it is none', () => {
    const claimed = (createdAt: unknown) => {
      const heeded = readFrame(create({ text: 'x', createdAt }))
      return heeded.kind === 'post' ? (heeded.post.publishedAt?.toISOString() ?? null) : 'bad'
    }
    expect(claimed('2090-01-01T00:00:00Z')).toBe('2090-01-01T00:00:00.000Z')
    expect(claimed('1970-01-01T00:00:00Z')).toBe('1970-01-01T00:00:00.000Z')
    expect(claimed('yesterday')).toBeNull()
    expect(claimed(undefined)).toBeNull()
    expect(claimed({})).toBeNull()
  })

  test('an account that goes takes its posts with it; one that is slow does not', () => {
    const account = (status: string) =>
      readFrame(
        JSON.stringify({
          did: 'did:plc:abc',
          time_us: 7,
          kind: 'account',
          account: { active: false, did: 'did:plc:abc', status },
        }),
      )
    expect(account('deleted')).toMatchObject({
      kind: 'change',
      change: { kind: 'author-gone', author: 'did:plc:abc' },
    })
    expect(account('throttled')).toMatchObject({ kind: 'other' })
  })
})
