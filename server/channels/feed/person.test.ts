import { expect, test } from 'vitest'
import { personOf } from './person.ts'
import { readFeed } from './read-feed.ts'
import { toPosts } from './translate.ts'

test.each([
  ['https://mastodon.example/@Ann.rss', 'ann@mastodon.example', 'https://mastodon.example/@ann'],
  ['https://mastodon.example/users/ann.atom', 'ann@mastodon.example', 'https://mastodon.example/@ann'],
  ['https://mastodon.example/@ann/with_replies.rss', 'ann@mastodon.example', 'https://mastodon.example/@ann'],
  ['https://akkoma.example/users/ann/feed.atom', 'ann@akkoma.example', 'https://akkoma.example/@ann'],
  ['https://lemmy.example/feeds/u/ann.xml?sort=New', 'ann@lemmy.example', 'https://lemmy.example/@ann'],
  ['https://www.reddit.com/user/ann/.rss', 'ann@reddit.com', 'https://reddit.com/@ann'],
  ['https://bsky.app/profile/ann.example/rss', 'ann.example', 'https://bsky.app/@ann.example'],
  ['https://bsky.app/profile/did:plc:abc/rss', 'did:plc:abc', 'https://bsky.app/@did:plc:abc'],
  ['https://medium.com/feed/%40ann', 'ann@medium.com', 'https://medium.com/@ann'],
])('%s is the feed of %s', (address, handle, id) => expect(personOf(address)).toEqual({ id, handle }))

test('a host cannot give its people the name of a body, and a feed cannot say that it is another’s', () => {
  const named = (address: string, wasReadThere?: boolean) => personOf(address, wasReadThere)?.handle
  const police = 'lancashire.police.uk'
  expect(named(`https://evil.example/@${police}.rss`)).toBe(`${police}@evil.example`)
  expect(named(`https://evil.example/@press@${police}.rss`)).toBe('press@evil.example')
  expect(named(`https://evil.example/profile/${police}/rss`)).toBe(`${police}@evil.example`)
  expect(named(`https://bsky.app/profile/${police}`, false)).toBe(`${police}@bsky.app`)
})

test.each([
  'https://weirpost.example/news/rss.xml',
  'https://weirpost.example/',
  'https://www.reddit.com/r/lancaster/.rss',
  'https://mastodon.example/tags/flood.rss',
  'https://a.example/users.rss',
  'https://a.example/%zz/@',
])('%s is no person’s', (address) => expect(personOf(address)).toBeNull())

test('what a person says is theirs, wherever its feed is read and whatever an item says of its source', async () => {
  const rss = (link: string) =>
    Buffer.from(
      `<rss version="2.0"><channel><title>Ann</title><link>${link}</link><item><title>Good morning</title><source url="https://weirpost.example/rss">Weir Post</source></item></channel></rss>`,
    )
  const author = async (link: string, address: string) => {
    const read = await readFeed(rss(link), 'application/rss+xml', address)
    if (!read.ok) throw new Error(read.reason)
    return (await toPosts(read.feed, address))[0]!.author
  }
  const ann = { id: 'https://mastodon.example/@ann', handle: 'ann@mastodon.example', displayName: 'Ann' }
  expect(await author('https://mastodon.example/', 'https://mastodon.example/users/ann.rss')).toEqual(ann)
  expect(await author('https://mastodon.example/@ann', 'https://reader.example/feed/7')).toEqual(ann)
  expect(await author('https://argus.example/', 'https://argus.example/rss')).toMatchObject({
    handle: 'weirpost.example',
  })
})
