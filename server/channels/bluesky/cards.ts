import { addLink, type Heard, oneLine, toLink } from '../channel.ts'
import type { ApiIo, PublicApi } from './public-api.ts'

/** How a post that is quoted stands among the links of the post that quotes it (translate.ts). */
const QUOTED = /^https:\/\/bsky\.app\/profile\/(did:[^/]+)\/post\/([^/]+)$/
const mostKept = 10_000

type Members = Record<string, unknown>
const isObject = (x: unknown): x is Members => typeof x === 'object' && x !== null && !Array.isArray(x)

interface Card {
  by: string | null
  /** The page that the quoted post shows. */
  url: string | null
  title: string | null
}

/**
 * Link cards of quoted posts: who was quoted, and which page they pointed at. A post that says only "this!" over an
 * outlet's post is about that outlet's page. Not one word of the quoted post is kept.
 */
export class Cards {
  readonly #known = new Map<string, Card>()
  readonly #api: PublicApi

  constructor(api: PublicApi) {
    this.#api = api
  }

  /** Asks for the cards that are not known, in bulk, until done or `endsAt`. */
  async resolve(posts: Heard[], io: ApiIo, endsAt: number): Promise<void> {
    const wanted = [...new Set(posts.flatMap((post) => quotedIn(post).map(({ uri }) => uri)))]
    await this.#api.each(
      'app.bsky.feed.getPosts',
      'uris',
      wanted.filter((uri) => !this.#known.has(uri)),
      io,
      endsAt,
      (answer) => {
        const views = isObject(answer) && Array.isArray(answer['posts']) ? answer['posts'] : []
        for (const view of views) this.#learn(view)
      },
    )
  }

  /** Puts the known cards on a post. */
  show(post: Heard): void {
    for (const { link, uri } of quotedIn(post)) {
      const card = this.#known.get(uri)
      if (!card) continue
      if (card.by) link.title = `quoted post by @${card.by}`
      if (card.url) addLink(post.links, toLink(card.url, card.title))
    }
  }

  #learn(view: unknown): void {
    if (!isObject(view) || typeof view['uri'] !== 'string') return
    const author = isObject(view['author']) ? view['author']['handle'] : null
    const record = isObject(view['record']) ? view['record'] : {}
    const embed = isObject(record['embed']) ? record['embed'] : {}
    const media = isObject(embed['media']) ? embed['media'] : embed
    const external = isObject(media['external']) ? media['external'] : {}
    this.#known.set(view['uri'], {
      by: typeof author === 'string' && author !== 'handle.invalid' ? oneLine(author, 253) : null,
      url: typeof external['uri'] === 'string' ? external['uri'] : null,
      title: typeof external['title'] === 'string' ? external['title'] : null,
    })
    if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value!)
  }
}

const quotedIn = (post: Heard) =>
  post.links.flatMap((link) => {
    const found = link.title?.startsWith('quoted post') ? QUOTED.exec(link.url) : null
    return found ? [{ link, uri: `at://${found[1]}/app.bsky.feed.post/${found[2]}` }] : []
  })
