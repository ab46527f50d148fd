import { addLink, clean, findInText, type Heard, toLink } from '../channel.ts'
import type { Due } from './player.ts'
import type { Scenario } from './scenario.ts'

/** A scenario's post as a channel hears it. URIs are fresh for every source and run. */
export function toPost(scenario: Scenario, source: string, { post, run, at }: Due): Heard {
  const author = scenario.people.find((p) => p.handle === post.by)!
  const uri = (id: string) => `exercise://${source}/${run}/${id}`
  const original = post.copyOf ? scenario.posts.find((p) => p.id === post.copyOf) : undefined
  const { text } = clean(post.text ?? original?.text ?? '')
  const written = findInText(text)
  const links = written.links
  for (const link of [...post.links, ...(post.text === undefined ? (original?.links ?? []) : [])])
    addLink(links, toLink(link.url, link.title))
  return {
    channel: 'exercise',
    uri: uri(post.id),
    url: null,
    author: { id: `exercise:${author.handle}`, handle: author.handle, displayName: author.name },
    text,
    contentWarning: post.contentWarning ?? null,
    langs: post.lang ? [post.lang] : author.lang ? [author.lang] : [],
    links,
    media: post.media,
    mentions: written.mentions,
    tags: written.tags,
    poll: post.poll,
    inReplyTo: post.replyTo ? uri(post.replyTo) : null,
    publishedAt: at,
  }
}
