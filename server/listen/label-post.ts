import { findPlaces } from '../../engines/place/index.ts'
import type { LabelFacts, PostFacts } from '../../engines/query/index.ts'
import { detectLanguage, labelSource, labelTone } from '../../engines/text/index.ts'
import type { FoundPlace, Inbound, Labelled, SourceKind, Tone } from '../record/post.ts'
import type { Ground } from './ground.ts'

export interface PostLabels {
  lang: Labelled<string>
  tone: Labelled<Tone>
  sourceKind: Labelled<SourceKind>
  places: FoundPlace[]
}

/** Every label of one post, each worked out when first asked for and then kept. */
export interface LazyLabels {
  lang(): Labelled<string>
  tone(): Labelled<Tone>
  sourceKind(): Labelled<SourceKind>
  places(): FoundPlace[]
}

const byMachine = <T>(label: { value: T; probability: number; because: string[] }): Labelled<T> => ({
  value: label.value,
  probability: label.probability,
  because: label.because,
  correctedBy: null,
})

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** So many UTF-16 units of a text are labelled, compared and marked: what it is about is said by then, and no page waits. */
const MOST_READ = 3_000

/** The beginning of a text; never half of a character. */
export function beginning(text: string): string {
  if (text.length <= MOST_READ) return text
  const half = text.charCodeAt(MOST_READ - 1)
  return text.slice(0, half >= 0xd800 && half <= 0xdbff ? MOST_READ - 1 : MOST_READ)
}

export function lazyLabels(post: Inbound, ground: Ground): LazyLabels {
  const text = beginning(post.text)
  return {
    lang: once(() => byMachine(detectLanguage(text, post.langs))),
    tone: once(() => byMachine(labelTone(text))),
    sourceKind: once(() =>
      byMachine(
        labelSource({
          channel: post.channel,
          handle: post.author.handle,
          displayName: post.author.displayName ?? null,
          text,
          links: post.links,
          directory: ground.directory,
        }),
      ),
    ),
    places: once(() =>
      findPlaces(text, {
        ...(ground.centre ? { near: ground.centre } : {}),
        gazetteer: ground.gazetteer,
      }),
    ),
  }
}

export const allLabels = (lazy: LazyLabels): PostLabels => ({
  lang: lazy.lang(),
  tone: lazy.tone(),
  sourceKind: lazy.sourceKind(),
  places: lazy.places(),
})

/** Labels as the listening language's filters read them. */
export function labelFacts(lazy: LazyLabels): LabelFacts {
  return {
    lang: lazy.lang().value,
    tone: lazy.tone().value,
    sourceKind: lazy.sourceKind().value,
    places: lazy.places().map(({ id, name, lat, lon }) => ({ id, name, lat, lon })),
  }
}

/** A post as the listening language reads it. */
export function postFacts(post: Inbound): PostFacts {
  return {
    text: post.text,
    contentWarning: post.contentWarning,
    altTexts: post.media.flatMap((m) => (m.alt === null ? [] : [m.alt])),
    poll: post.poll,
    handle: post.author.handle,
    accountId: post.author.id,
    mentions: post.mentions,
    tags: post.tags,
    links: post.links,
    channel: post.channel,
    media: post.media.length > 0,
    link: post.links.length > 0,
  }
}
