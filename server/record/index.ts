/**
 * The record: what was said in public, by whom, where, why it is held and until when.
 * Tables: record_post, record_edit, record_certificate (migrations/0010).
 * Tells nothing by itself: the slice whose purpose holds a post says what happened to it.
 */
export type * from './post.ts'
export { lowestIdAt, postIdAt, timeOfId, uriKey } from './post-id.ts'
export { type KeptPost, type NewPost, POST_COLUMNS, type PostRow, toPost } from './row.ts'
export {
  type CertificateRow,
  countExpired,
  type ErasedPosts,
  erasePosts,
  extendKeepUntil,
  findByAccount,
  findByUri,
  findExpired,
  listCertificates,
  lockPost,
  newestTexts,
  readCopies,
  readEdits,
  readPosts,
  rewritePost,
  setKeepUntil,
  setLabel,
  setLeaders,
  setPlaces,
  type TakenIn,
  takeIn,
  writeCertificate,
} from './store.ts'
export { tidyPost } from './tidy-post.ts'
