import type {
  Change5,
  ColumnView,
  CoverageStatement,
  Languages,
  Outlets,
  Places,
  SearchView,
  Sides,
  SourceKinds,
  SourceView,
  SpikeView,
  Temperature,
} from '../../../server/listen/views.ts'

/** What the panels of one search show; a member is absent when it was not asked for or could not be had. */
export interface PanelData {
  search: SearchView
  temperature?: Temperature
  outlets?: Outlets
  sides?: Sides
  sources?: SourceKinds
  languages?: Languages
  places?: Places
  spikes?: SpikeView[]
  coverage?: CoverageStatement
  states?: SourceView[]
}

export type PanelName = Exclude<ColumnView, 'posts'> | 'coverage'
export const PANELS: PanelName[] = [
  'temperature',
  'spikes',
  'outlets',
  'sides',
  'sources',
  'languages',
  'places',
  'coverage',
]

/** What a deck asks for every few seconds. */
export interface Pulse {
  at: Date
  changes: Change5[]
  temperatures: Temperature[]
  sources: SourceView[]
  trouble: string | null
}
