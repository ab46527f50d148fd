/**
 * Listen: standing searches, hearing, the deck and the archive.
 * Tables: listen_search, listen_source, listen_match, listen_minute, listen_heard, listen_gap, … (migrations/0011).
 * Tells: listen.posts-matched, listen.posts-changed, listen.posts-erased, listen.source-changed, listen.spike-found, … (events.ts)
 */
export { type Begun, beginExercise } from './begin-exercise.ts'
export { deleteSearch, pauseSearch, resumeSearch } from './change-search.ts'
export { addSource, editSource, pauseSource, removeSource, resumeSource, SEALED } from './change-source.ts'
export { correctLabel } from './correct-label.ts'
export type { ListenDoor } from './door.ts'
export { exportArchive } from './export-archive.ts'
export { sweepSpikes } from './find-spikes.ts'
export { getChanges } from './get-changes.ts'
export { getCorrections } from './get-corrections.ts'
export { getCoverage } from './get-coverage.ts'
export { getColumn, getDeck, saveLayout } from './get-deck.ts'
export { getOutlets } from './get-outlets.ts'
export { getLanguages, getPlaces, getSides, getSourceKinds } from './get-shares.ts'
export { getTemperature } from './get-temperature.ts'
export { type Ground, groundOf, type InventedTown, registerTown } from './ground.ts'
export { createHearing, type Hearing, type HearingDeps } from './hearing.ts'
export {
  type ImportDone,
  type ImportInput,
  type ImportLook,
  importFile,
  inspectImport,
  type RowError,
} from './import-file.ts'
export { type ImportStreamInput, importStream } from './import-stream.ts'
export { getCards, listCopies, listPosts } from './list-posts.ts'
export { checkQuery, getSearch, listSearches } from './list-searches.ts'
export { getSource, listSources, suggestSources } from './list-sources.ts'
export { listSpikes } from './list-spikes.ts'
export { authoriseViewing, listViewings, openPost } from './open-post.ts'
export { getPreview, startPreview } from './preview-search.ts'
export { type ReplayDone, type ReplayInput, replayFile } from './replay-file.ts'
export { listCertificates, previewRetention, runHousekeeping, runRetention } from './retention.ts'
export { editSearch, LAWFUL_BASES, saveSearch } from './save-search.ts'
export { searchArchive } from './search-archive.ts'
export { getViewingStop, setViewingStop } from './set-viewing-stop.ts'
export { createEventSieve } from './sieve-events.ts'
export { createSpool, type Spool } from './spool.ts'
export { searchesOwnedBy } from './store-search.ts'
export { exerciseSources } from './store-source.ts'
export type * from './views.ts'
