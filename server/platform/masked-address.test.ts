import { expect, test } from 'vitest'
import { maskedAddress } from './masked-address.ts'

test.each([
  ['https://a.example/feed?key=hunter2', 'https://a.example/feed?…'],
  ['https://ann:hunter2@a.example/feed', 'https://a.example/feed'],
  ['https://a.example/feed#hunter2', 'https://a.example/feed'],
  ['https://a.example/f/9f86d081884c7d659a2feaa0c55ad015/rss.xml', 'https://a.example/f/…/rss.xml'],
  ['https://a.example/feeds/3f2504e0-4f89-11d3-9a0c-0305e82c3301.rss', 'https://a.example/feeds/…'],
  ['https://a.example/feed/fB3_kd9-Zx71Qp_uW0aTe', 'https://a.example/feed/…'],
])('%s is shown as %s', (address, shown) => expect(maskedAddress(address)).toBe(shown))

test.each([
  'https://www.lancs.example/news/flood-warning-for-mill-lane-2026',
  'https://a.example/2026-11-24/latest.xml',
  'https://feeds.bbci.co.uk/news/england/lancashire/rss.xml',
  'https://www.llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.example/Newyddion-a-Digwyddiadau',
  'https://mastodon.example/@ann.rss',
  'wss://jetstream1.us-west.bsky.network',
  'not an address?',
])('%s is shown as it is', (address) => expect(maskedAddress(address)).toBe(address))
