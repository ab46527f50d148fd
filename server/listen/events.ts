/** What listening tells others: ids and counts only. A screen asks `getCards` for what it will show. */
export type ListenEvent =
  /** At most 50 newest ids a search; `n` is how many there were. */
  | {
      type: 'listen.posts-matched'
      data: { source: string; heardAt: string; matches: { search: string; n: number; posts: string[] }[] }
    }
  | { type: 'listen.posts-changed'; data: { posts: string[]; searches: string[] } }
  /** At most 500 ids; `n` is how many went. `heirs`: erased leaders and the copies that lead in their place. */
  | {
      type: 'listen.posts-erased'
      data: { posts: string[]; n: number; searches: string[]; heirs: [leader: string, heir: string][] }
    }
  | { type: 'listen.source-changed'; data: { source: string; state: string } }
  | { type: 'listen.search-saved' | 'listen.search-deleted'; data: { search: string } }
  | { type: 'listen.spike-found'; data: { search: string; spike: string; n: number; expected: number } }
  | { type: 'listen.spike-ended'; data: { search: string; spike: string } }
  | { type: 'listen.label-corrected'; data: { post: string; label: string } }
  | { type: 'listen.viewing-stop-set'; data: { stopAt: number } }
