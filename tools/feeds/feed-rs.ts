import type { FeedPerson, ParsedFeed, ParsedItem, Words } from '../../server/channels/feed/parsed.ts'
import { isoOf, type Json, type Score, shown, textOf, timeOf } from './score.ts'

/* What feed-rs expects: JSON beside each input, in its own names. */

function compareText(score: Score, where: string, expected: Json | null, got: Words | null) {
  if (!expected) return
  score.is(where, shown(expected['content'] ?? expected['body']), shown(textOf(got)))
}

function comparePeople(score: Score, where: string, expected: Json[], got: FeedPerson[]) {
  for (const [n, e] of expected.entries()) {
    if (['managingEditor', 'webMaster', 'author'].includes(String(e['name']))) {
      // feed-rs names such people by their element and keeps the whole text as their address.
      const raw = String(e['email'])
      score.is(
        `${where}.${n}`,
        raw,
        got.some(
          (g) => (g.email === null || raw.includes(g.email)) && (g.name === null || raw.includes(g.name)),
        )
          ? raw
          : null,
      )
      continue
    }
    score.has(
      `${where}.${n}.name`,
      e['name'],
      got.flatMap((g) => [g.name, g.email]),
    )
    score.has(
      `${where}.${n}.email`,
      e['email'],
      got.map((g) => g.email),
    )
    score.has(
      `${where}.${n}.uri`,
      e['uri'],
      got.map((g) => g.uri),
    )
  }
}

function compareItem(score: Score, at: string, e: Json, got: ParsedItem, feed: ParsedFeed) {
  // Where the feed gives no id feed-rs makes one of its own.
  if (got.id && !/^[0-9a-f]{32}$/.test(String(e['id']))) score.is(`${at}.id`, e['id'], got.id)
  compareText(score, `${at}.title`, e['title'] as Json, got.title)
  compareText(score, `${at}.summary`, e['summary'] as Json, got.summary)
  const content = e['content'] as Json | null
  if (content?.['body']) compareText(score, `${at}.content`, content, got.content ?? got.summary)
  if (content?.['src'])
    score.has(`${at}.content.src`, (content['src'] as Json)['href'], [
      got.contentSource,
      ...got.enclosures.map((x) => x.href),
    ])
  for (const link of e['links'] as Json[])
    score.has(`${at}.link`, link['href'], [...got.links.map((l) => l.href), got.link, got.comments])
  comparePeople(score, `${at}.authors`, e['authors'] as Json[], [...got.authors])
  for (const c of e['categories'] as Json[]) {
    const same = got.categories.find((g) => g.term === c['term'])
    score.is(`${at}.category`, c['term'], same?.term)
    score.is(`${at}.category.label`, c['label'], same?.label)
    score.is(`${at}.category.scheme`, c['scheme'], same?.scheme)
  }
  // feed-rs fills an absent date from the other one, or from the feed.
  const dates = [got.published, got.updated, feed.published, feed.updated].map(timeOf)
  score.has(`${at}.published`, isoOf(e['published']), dates)
  score.has(`${at}.updated`, isoOf(e['updated']), [timeOf(got.updated), ...dates])
  const media = (e['media'] as Json[]).flatMap((m) => m['content'] as Json[])
  const ours = [
    ...got.media,
    ...got.enclosures.map((x) => ({ url: x.href, type: x.type, bytes: x.length, width: null, height: null })),
  ]
  for (const m of media) {
    const same = ours.find((g) => g.url === m['url'])
    score.is(`${at}.media.url`, m['url'], same?.url)
    score.is(`${at}.media.type`, m['content_type'], same?.type)
    score.is(`${at}.media.size`, m['size'], same?.bytes)
    score.is(`${at}.media.width`, m['width'], same?.width)
  }
  for (const t of (e['media'] as Json[]).flatMap((m) => (m['thumbnails'] as Json[]) ?? [])) {
    score.has(
      `${at}.thumbnail`,
      (t['image'] as Json)['uri'],
      got.media.flatMap((m) => m.thumbnails.map((x) => x.url)),
    )
  }
}

/** One feed of the set against what we read of it. */
export function compareFeedRs(score: Score, name: string, e: Json, got: ParsedFeed): void {
  compareText(score, `${name}.title`, e['title'] as Json, got.title)
  compareText(score, `${name}.description`, e['description'] as Json, got.description)
  compareText(score, `${name}.rights`, e['rights'] as Json, got.rights)
  if (got.id && got.kind === 'atom') score.is(`${name}.id`, e['id'], got.id)
  score.is(`${name}.language`, (e['language'] as string | null)?.toLowerCase(), got.language?.toLowerCase())
  score.is(`${name}.ttl`, e['ttl'], got.ttlMinutes)
  score.has(`${name}.updated`, isoOf(e['updated']), [got.updated, got.published].map(timeOf))
  score.has(`${name}.published`, isoOf(e['published']), [got.published, got.updated].map(timeOf))
  for (const link of e['links'] as Json[])
    score.has(`${name}.link`, link['href'], [...got.links.map((l) => l.href), got.link])
  comparePeople(score, `${name}.authors`, e['authors'] as Json[], [...got.authors, ...got.contributors])
  comparePeople(score, `${name}.contributors`, e['contributors'] as Json[], [
    ...got.contributors,
    ...got.authors,
  ])
  for (const c of e['categories'] as Json[])
    score.has(
      `${name}.category`,
      c['term'],
      got.categories.map((g) => g.term),
    )
  const logo = e['logo'] as Json | null
  score.has(`${name}.logo`, logo?.['uri'], [got.image?.url])
  score.has(`${name}.logo.title`, logo?.['title'], [got.image?.title])
  score.has(`${name}.icon`, (e['icon'] as Json | null)?.['uri'], [got.icon, got.image?.url])
  const generator = e['generator'] as Json | null
  score.is(`${name}.generator`, generator?.['content'], got.generator?.name)
  const entries = e['entries'] as Json[]
  score.is(`${name}.items`, entries.length, got.items.length)
  for (const [n, entry] of entries.entries()) {
    const item = got.items[n]
    if (item) compareItem(score, `${name}.${n}`, entry, item, got)
  }
}
