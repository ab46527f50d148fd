import { startFeeds } from '../../tests/support/feeds-server.ts'
import { startJetstream } from '../../tests/support/jetstream.ts'
import { startMastodon } from '../../tests/support/mastodon.ts'
import { createSafeFetch, NOWHERE } from '../platform/safe-fetch.ts'
import { describeChannel, type Place } from './contract.ts'
import { createChannels } from './registry.ts'

const channels = createChannels()
/** The way out as it is, with one place on loopback listed. */
const reaching = (place: { place: string; port: number }) =>
  createSafeFetch({ ports: [place.port], allowPrivate: [place.place], atOncePerHost: 16 })

describeChannel({
  channel: channels.get('bluesky'),
  good: [
    {},
    { hosts: ['wss://jetstream.example.org/subscribe'] },
    { hosts: ['ws://127.0.0.1:1'], silenceSeconds: 30 },
  ],
  bad: [
    [{ hosts: ['https://example.org'] }, 'hosts.0'],
    [{ hosts: [] }, 'hosts'],
  ],
  async place(): Promise<Place> {
    const jet = await startJetstream()
    const outside = reaching(jet)
    return {
      settings: { hosts: [jet.url] },
      outside,
      say: (text) => void jet.say(text),
      garble() {
        jet.send('{"did":"did:plc:x","time_us":')
        jet.send('\u0000\u202e not json')
        jet.send(
          JSON.stringify({
            did: 'did:plc:x',
            time_us: Date.now() * 1_000,
            kind: 'commit',
            commit: {
              operation: 'create',
              collection: 'app.bsky.feed.post',
              rkey: 'a',
              record: { text: null },
            },
          }),
        )
        jet.send(
          `{"did":"did:plc:x","time_us":${Date.now() * 1_000},"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"b","record":{"text":"${'y'.repeat(10_000_000)}"}}}`,
        )
      },
      lose() {
        jet.open(false)
        jet.drop()
      },
      regain: () => jet.open(true),
      async close() {
        await outside.close()
        await jet.close()
      },
    }
  },
})

for (const streaming of [true, false]) {
  describeChannel({
    channel: channels.get('mastodon'),
    good: [
      { server: 'mastodon.social' },
      { server: '@me@mastodon.social', kind: 'public' },
      { server: 'https://a.example/', kind: 'hashtag', hashtag: '#llifogydd' },
      { server: 'a.example', kind: 'list', list: '7', token: 'secret:x' },
    ],
    bad: [
      [{}, 'server'],
      [{ server: 'a.example', kind: 'hashtag' }, 'hashtag'],
      [{ server: 'a.example', kind: 'list', list: '7' }, 'token'],
    ],
    async place(): Promise<Place> {
      const there = await startMastodon({ streaming })
      const outside = reaching(there)
      return {
        settings: { server: there.url, kind: 'local', everySeconds: 0.2 },
        outside,
        say: (text) => void there.say(text),
        garble() {
          there.litter({ id: '110446983926957999' })
          there.litter(null)
          there.frame('{"event":"update","payload":"{\\"id\\":"}')
          there.frame('\u0000\u202e')
          there.frame(
            JSON.stringify({ event: 'update', payload: { id: '5', content: 'x'.repeat(10_000_000) } }),
          )
        },
        lose: () => there.open(false),
        regain: () => there.open(true),
        async close() {
          await outside.close()
          await there.close()
        },
      }
    },
  })
}

describeChannel({
  channel: channels.get('feed'),
  good: [
    { url: 'https://weirpost.example/feed' },
    { url: 'weirpost.example' },
    { url: 'feed://weirpost.example/rss', least: 5, most: 30 },
  ],
  bad: [
    [{}, 'url'],
    [{ url: 'ftp://weirpost.example' }, 'url'],
    [{ url: 'https://a.example', least: 50, most: 10 }, 'least'],
  ],
  async place(): Promise<Place> {
    const feeds = await startFeeds()
    const outside = reaching(feeds)
    let n = 0
    const good = feeds.paths.get('/feed.xml')!
    return {
      settings: { url: `${feeds.url}/feed.xml`, least: 0.01, most: 0.01 },
      outside,
      say(text) {
        feeds.items.unshift({
          title: text,
          link: `https://weirpost.example/${++n}`,
          at: new Date(Date.now() - 60_000 + n),
        })
      },
      async garble() {
        for (const path of ['/entities', '/not-a-feed']) {
          const asked = feeds.requests.length
          feeds.paths.set('/feed.xml', feeds.paths.get(path)!)
          while (feeds.requests.length === asked) await new Promise((resolve) => setTimeout(resolve, 10))
        }
        feeds.paths.set('/feed.xml', good)
      },
      lose: () => feeds.open(false),
      regain: () => feeds.open(true),
      async close() {
        await outside.close()
        await feeds.close()
      },
    }
  },
})

describeChannel({
  channel: channels.get('exercise'),
  good: [{ scenario: 'sound-check' }, { scenario: 'sound-check', speed: 20, loop: true, startAt: 60 }],
  bad: [
    [{ scenario: 'no-such' }, 'scenario'],
    [{ scenario: 'sound-check', speed: 0 }, 'speed'],
  ],
  place: async () => ({
    settings: { scenario: 'sound-check', speed: 600 },
    outside: NOWHERE,
    script: [
      "Water coming up through the road on Mill Lane, right outside number 14. That can't be good",
      'Burst main reported on Mill Lane. More as we get it.',
      'Engineers here, two of them, both lovely, both fed 🥐',
    ],
    close: async () => {},
  }),
})

describeChannel({
  channel: channels.get('import'),
  good: [{ name: 'Archive', map: { format: 'csv', text: 'Tweet Text', tweetId: 'Tweet ID' } }],
  bad: [
    [{ map: { format: 'csv', text: '' } }, 'map.text'],
    [{}, 'map'],
  ],
})
