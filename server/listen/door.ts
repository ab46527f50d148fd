import type { Ctx } from '../platform/context.ts'
import type { Result } from '../platform/result.ts'
import type {
  ArchiveInput,
  ArchivePage,
  Authorisation,
  Certificate,
  Change5,
  ColumnData,
  CorrectionCount,
  CoverageStatement,
  DeckColumn,
  DeckSnapshot,
  Languages,
  LawfulBasis,
  Outlets,
  Places,
  PostCard,
  PostDetail,
  PostPage,
  PreviewView,
  QueryCheck,
  Range,
  RetentionPreview,
  RowsFilter,
  SearchInput,
  SearchView,
  Sides,
  SourceDetail,
  SourceInput,
  SourceKinds,
  SourceView,
  SpikeView,
  SuggestedSource,
  Temperature,
  ViewingStop,
  ViewingView,
} from './views.ts'

/** Every command and query of the slice; `index.ts` exports functions of exactly these shapes. */
export interface ListenDoor {
  // searches
  checkQuery(ctx: Ctx, input: { query: string }): Promise<Result<QueryCheck>>
  saveSearch(ctx: Ctx, input: SearchInput): Promise<Result<SearchView>>
  editSearch(ctx: Ctx, input: SearchInput & { id: string }): Promise<Result<SearchView>>
  pauseSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  resumeSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  /** Posts kept for it alone are erased; `erased` says how many. */
  deleteSearch(ctx: Ctx, input: { id: string }): Promise<Result<{ erased: number }>>
  listSearches(ctx: Ctx, input?: Record<string, never>): Promise<Result<SearchView[]>>
  getSearch(ctx: Ctx, input: { id: string }): Promise<Result<SearchView>>
  startPreview(ctx: Ctx, input: { query: string; lawfulBasis: LawfulBasis }): Promise<Result<PreviewView>>
  getPreview(ctx: Ctx, input: { id: string }): Promise<Result<PreviewView>>

  // deck
  getDeck(ctx: Ctx, input?: Record<string, never>): Promise<Result<DeckSnapshot>>
  saveLayout(ctx: Ctx, input: { columns: DeckColumn[] }): Promise<Result<DeckColumn[]>>
  getColumn(ctx: Ctx, input: { search: string }): Promise<Result<ColumnData>>
  /** Cards by id, in the order asked for (at most 100); what this organisation no longer keeps is left out. */
  getCards(ctx: Ctx, input: { ids: string[]; search?: string; column?: boolean }): Promise<Result<PostCard[]>>
  /** 50 a page, newest first, leaders of copies only. */
  listPosts(
    ctx: Ctx,
    input: { filter: RowsFilter; before?: string; column?: boolean },
  ): Promise<Result<PostPage>>
  listCopies(ctx: Ctx, input: { id: string }): Promise<Result<PostCard[]>>
  getTemperature(ctx: Ctx, input: { search: string; days?: number }): Promise<Result<Temperature>>
  getOutlets(ctx: Ctx, input: { search: string } & Range): Promise<Result<Outlets>>
  getSourceKinds(ctx: Ctx, input: { search: string } & Range): Promise<Result<SourceKinds>>
  getLanguages(ctx: Ctx, input: { search: string } & Range): Promise<Result<Languages>>
  getPlaces(ctx: Ctx, input: { search: string } & Range): Promise<Result<Places>>
  getSides(ctx: Ctx, input: { search: string } & Range): Promise<Result<Sides>>
  listSpikes(ctx: Ctx, input?: { search?: string }): Promise<Result<SpikeView[]>>
  getChanges(ctx: Ctx, input?: Record<string, never>): Promise<Result<Change5[]>>

  // posts
  /** Refused with `needs: viewing-stop` once the stop is reached; call `authoriseViewing`, then again. */
  openPost(ctx: Ctx, input: { id: string }): Promise<Result<PostDetail>>
  correctLabel(
    ctx: Ctx,
    input: { id: string; label: 'lang' | 'tone' | 'sourceKind' | 'places'; value: string | string[] },
  ): Promise<Result<PostCard>>
  /** For the account that wrote a post, or by its handle as a `from:` names it. Audited. */
  authoriseViewing(
    ctx: Ctx,
    input: { handle: string; authorisation: Authorisation } | { post: string; authorisation: Authorisation },
  ): Promise<Result<ViewingView>>
  getViewingStop(ctx: Ctx, input?: Record<string, never>): Promise<Result<ViewingStop>>
  setViewingStop(ctx: Ctx, input: { stopAt: number }): Promise<Result<ViewingStop>>
  listViewings(ctx: Ctx, input?: Record<string, never>): Promise<Result<ViewingView[]>>

  // sources
  listSources(ctx: Ctx, input?: Record<string, never>): Promise<Result<SourceView[]>>
  getSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceDetail>>
  addSource(ctx: Ctx, input: SourceInput): Promise<Result<SourceView>>
  editSource(
    ctx: Ctx,
    input: { id: string; settings: Record<string, unknown>; name?: string; token?: string },
  ): Promise<Result<SourceView>>
  pauseSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>>
  resumeSource(ctx: Ctx, input: { id: string }): Promise<Result<SourceView>>
  /** Posts stay for their searches; the source and its cursor go. */
  removeSource(ctx: Ctx, input: { id: string }): Promise<Result<{ removed: true }>>
  suggestSources(ctx: Ctx, input: { area: string }): Promise<Result<SuggestedSource[]>>
  getCorrections(ctx: Ctx, input?: Record<string, never>): Promise<Result<CorrectionCount[]>>
  getCoverage(ctx: Ctx, input?: Record<string, never>): Promise<Result<CoverageStatement>>

  // archive
  searchArchive(ctx: Ctx, input: ArchiveInput): Promise<Result<ArchivePage>>
  /** Everything that the query finds, as a stream of text; audited before the first byte. */
  exportArchive(
    ctx: Ctx,
    input: ArchiveInput & { format: 'csv' | 'json' },
  ): Promise<Result<{ filename: string; type: string; chunks: AsyncIterable<string> }>>

  // retention
  previewRetention(ctx: Ctx, input?: Record<string, never>): Promise<Result<RetentionPreview>>
  listCertificates(ctx: Ctx, input?: Record<string, never>): Promise<Result<Certificate[]>>
}
