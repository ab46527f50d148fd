import { tokenise } from '../text/tokenise.ts'
import { MAX_TOKENS, TokenBuffer } from '../text/tokenise-buffer.ts'
import { scanText } from '../text/tokenise-scan.ts'
import { lowerAscii } from './tree.ts'

/** What is known of a post before any label: what the author wrote and what the network says of it. */
export interface PostFacts {
  text: string
  contentWarning: string | null
  altTexts: string[]
  poll: string[]
  /** The author's handle, without `@`. */
  handle: string
  accountId: string
  /** Handles mentioned, without `@`. */
  mentions: string[]
  /** Hashtags, without `#`. */
  tags: string[]
  links: { url: string; domain: string }[]
  channel: string
  media: boolean
  /** Whether there is a link; the same as `links.length > 0`. */
  link: boolean
}

/** What the labels say of a post. */
export interface LabelFacts {
  lang: string
  tone: string
  sourceKind: string
  places: { id: string; name: string; lat: number; lon: number }[]
}

/** A post as searches see it. */
export interface Document {
  readonly facts: PostFacts
  /** Asked for at most once, and only when a filter needs them. */
  labels(): LabelFacts
}

class LazyDocument implements Document {
  readonly facts: PostFacts
  private readonly ask: () => LabelFacts
  private known: LabelFacts | null = null

  constructor(facts: PostFacts, ask: () => LabelFacts) {
    this.facts = facts
    this.ask = ask
  }

  labels(): LabelFacts {
    this.known ??= this.ask()
    return this.known
  }
}

/** A post for searches to look at. The labels are worked out only when some search's filter needs them. */
export function toDocument(facts: PostFacts, labels: () => LabelFacts): Document {
  return new LazyDocument(facts, labels)
}

/** Writes the words of a document into a buffer. */
export type Scan = (document: Document, out: TokenBuffer) => void

/**
 * The words of a post: text, content warning, alt texts and poll, 100 positions apart; then its tags and mentions as the
 * network names them, all at one position, so that `#tag` and `@handle` are found even where the text does not show them.
 */
export const scanDocument: Scan = (document, out) => {
  const facts = document.facts
  out.clear()
  scanText(facts.text, out)
  let part = 1
  if (facts.contentWarning) part = add(facts.contentWarning, part, out)
  for (const alt of facts.altTexts) part = add(alt, part, out)
  for (const choice of facts.poll) part = add(choice, part, out)
  if ((facts.tags.length > 0 || facts.mentions.length > 0) && !out.full) {
    out.nextPart(part)
    for (const tag of facts.tags) named('#', tag, out)
    for (const mention of facts.mentions) named('@', mention, out)
  }
  out.finish()
}

function add(text: string, part: number, out: TokenBuffer): number {
  if (!out.full) {
    out.nextPart(part)
    scanText(text, out)
  }
  return part + 1
}

/** A tag or mention from the network: `#tag`, or `@full` and `@short`. */
function named(sign: '#' | '@', name: string, out: TokenBuffer): void {
  const written = sign + name.replace(/\s+/gu, '')
  for (const token of tokenise(written)) {
    if (token.word[0] !== sign || out.full || out.count >= MAX_TOKENS) continue
    out.reserve(token.word.length)
    const from = out.top
    out.pushText(from, token.word)
    out.token(from, 0, 0)
  }
}

let last: Document | null = null
const shared = new TokenBuffer()

/** The words of a document; the buffer is the engine's own and holds them until the next document is asked for. */
export function tokensOf(document: Document, scan: Scan = scanDocument): TokenBuffer {
  if (last === document && scan === scanDocument) return shared
  scan(document, shared)
  last = scan === scanDocument ? document : null
  return shared
}

/** The domain and every domain above it: `news.bbc.co.uk`, `bbc.co.uk`, `co.uk`, `uk`. */
export function domainsAbove(domain: string): string[] {
  const all = [lowerAscii(domain)]
  for (let dot = all[0]!.indexOf('.'); dot >= 0; dot = all[0]!.indexOf('.', dot + 1))
    all.push(all[0]!.slice(dot + 1))
  return all
}
