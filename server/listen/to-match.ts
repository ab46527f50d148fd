import type { NewPost } from '../record/index.ts'
import type { NewMatch } from './store-hear.ts'

/** The match row of one post and one search, with the labels that the minute's counts go by. */
export function toMatch(post: NewPost, id: string, search: string): NewMatch {
  return {
    search,
    post: id,
    tone: post.tone.value,
    kind: post.sourceKind.value,
    lang: post.lang.value.slice(0, 35),
    copyOf: post.copyOf,
    at: post.at,
  }
}
