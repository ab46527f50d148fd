import { page } from '$app/state'
import type {
  Change5,
  DeckColumn,
  DeckSnapshot,
  ListenEvent,
  SearchView,
  SourceView,
  Temperature,
} from '../../../server/listen/views.ts'
import { fetchCards, fetchPage, fetchPanels, fetchPulse, isSignedOut, sendLayout } from './ask.ts'
import { type Drawings, loadDrawings } from './draw.ts'
import { changeLayout, type LayoutChange } from './layout.ts'
import {
  admit,
  append,
  arrive,
  type ColumnFlow,
  erase,
  MOST_SHOWN,
  Rate,
  replace,
  Speaker,
  startFlow,
} from './live.ts'
import type { PanelData, PanelName } from './panels.ts'

/** How long after a refused stream the next one is asked for. */
const AGAIN_MS = 3_000

export type Connection = 'connecting' | 'live' | 'lost' | 'signed-out'

/** The open deck: what the snapshot said, and everything that happened since. */
export class Deck {
  columns = $state.raw<DeckColumn[]>([])
  flows = $state.raw<Record<string, ColumnFlow>>({})
  searches = $state.raw<SearchView[]>([])
  sources = $state.raw<SourceView[]>([])
  changes = $state.raw<Change5[]>([])
  temperatures = $state.raw<Record<string, Temperature>>({})
  panels = $state.raw<Record<string, PanelData>>({})
  drawings = $state.raw<Drawings | null>(null)
  now = $state.raw(new Date(0))
  paused = $state(false)
  shedding = $state(false)
  perMinute = $state(0)
  connection = $state<Connection>('connecting')
  lostAt = $state.raw<Date | null>(null)
  databaseAway = $state.raw<Date | null>(null)
  trouble = $state<string | null>(null)
  /** What the live region says next. */
  spoken = $state('')
  /** The column that keys act on. */
  current = $state<string | null>(null)
  /** The post that Tab reaches, by column. */
  cursor = $state<Record<string, string>>({})
  erased = $state.raw<ReadonlySet<string>>(new Set())

  /** Where older posts of a column begin; null when there are none. */
  #next = $state<Record<string, string | null>>({})
  #holds = new Map<string, () => boolean>()
  #rate = new Rate()
  #speaker = new Speaker(0)
  #offset = 0
  #event = 0
  #busy = false
  #stream: EventSource | null = null
  #again: ReturnType<typeof setTimeout> | undefined
  #dirty = new Set<string>()
  #pulseAt = 0
  #words: (total: number, parts: [string, number][]) => string

  constructor(snapshot: DeckSnapshot, panels: Record<string, PanelData>, words: Deck['say']) {
    this.#words = words
    this.load(snapshot, panels)
  }

  /** Takes a fresh snapshot; also when the page was loaded again by a link. */
  load(snapshot: DeckSnapshot, panels: Record<string, PanelData>): void {
    const flows: Record<string, ColumnFlow> = {}
    const temperatures: Record<string, Temperature> = {}
    for (const column of snapshot.columns) {
      flows[column.id] = startFlow(column.search, column.data.posts.posts)
      temperatures[column.search] = column.data.temperature
      this.#next[column.id] = column.data.posts.next
    }
    this.columns = snapshot.columns.map(({ id, search, view, width }) => ({ id, search, view, width }))
    this.flows = flows
    this.temperatures = temperatures
    this.searches = snapshot.searches
    this.sources = snapshot.sources
    this.changes = snapshot.sinceFiveMinutes
    this.trouble = snapshot.trouble
    this.panels = panels
    this.now = snapshot.at
    this.#event = snapshot.eventNumber
    this.current ??= this.columns[0]?.id ?? null
    if (!this.columns.some((one) => one.id === this.current)) this.current = this.columns[0]?.id ?? null
  }

  say = (total: number, parts: [string, number][]): string => this.#words(total, parts)

  /** Follows `/live`; returns how to stop. */
  follow(): () => void {
    this.#offset = this.now.getTime() - Date.now()
    this.#speaker = new Speaker(Date.now())
    this.#listen()
    const ticking = setInterval(() => void this.#tick(), 1000)
    return () => {
      this.#stream?.close()
      this.#stream = null
      clearTimeout(this.#again)
      clearInterval(ticking)
    }
  }

  #listen(): void {
    const stream = new EventSource(`/live?after=${this.#event}`)
    this.#stream = stream
    stream.addEventListener('open', () => {
      this.connection = 'live'
      this.lostAt = null
    })
    stream.addEventListener('error', () => {
      if (this.connection === 'signed-out') return
      this.lostAt ??= this.#clock()
      this.connection = this.connection === 'connecting' ? 'connecting' : 'lost'
      // A refusal closes the stream for good; the page goes on asking, in its own time.
      if (stream.readyState !== EventSource.CLOSED || this.#stream !== stream) return
      this.connection = 'lost'
      this.#again = setTimeout(() => void this.#listenAgain(), AGAIN_MS)
    })
    stream.addEventListener('events', (message) => {
      const { data, lastEventId } = message as MessageEvent<string>
      for (const event of JSON.parse(data)) this.apply(event)
      this.#event = Math.max(this.#event, Number(lastEventId) || 0)
    })
    stream.addEventListener('state', (message) => {
      const state = JSON.parse((message as MessageEvent<string>).data)
      this.databaseAway = state.database === 'away' ? new Date(state.since ?? Date.now()) : null
    })
    stream.addEventListener('reload', () => void this.#resync())
    stream.addEventListener('signed-out', () => this.#signedOut())
  }

  #signedOut(): void {
    this.connection = 'signed-out'
    this.#stream?.close()
  }

  async #listenAgain(): Promise<void> {
    const signedOut = await isSignedOut()
    if (!this.#stream) return
    if (signedOut) this.#signedOut()
    else this.#listen()
  }

  #clock = (): Date => new Date(Date.now() + this.#offset)
  #name = (search: string): string => this.searches.find((one) => one.id === search)?.name ?? ''
  #eachFlow(change: (flow: ColumnFlow, column: string) => ColumnFlow): void {
    const next: Record<string, ColumnFlow> = {}
    let changed = false
    for (const [id, flow] of Object.entries(this.flows)) {
      next[id] = change(flow, id)
      changed ||= next[id] !== flow
    }
    if (changed) this.flows = next
  }

  /** One event of the stream. Public so that a test can drive a deck without a network. */
  apply(event: ListenEvent & { number?: number }): void {
    switch (event.type) {
      case 'listen.posts-matched': {
        let total = 0
        for (const match of event.data.matches) {
          total = Math.max(total, match.n)
          this.#dirty.add(match.search)
          const shown = this.columns.some((one) => one.search === match.search)
          if (shown) this.#speaker.heard(this.#name(match.search), match.n)
        }
        this.#rate.add(total, Date.now())
        this.#eachFlow((flow) => {
          const match = event.data.matches.find((one) => one.search === flow.search)
          return match ? arrive(flow, match.posts, match.n) : flow
        })
        break
      }
      case 'listen.posts-changed':
        void this.#refresh(event.data.posts)
        break
      case 'listen.label-corrected':
        void this.#refresh([event.data.post])
        break
      case 'listen.posts-erased': {
        const reading = document.activeElement?.closest<HTMLElement>('[data-post]')?.dataset['post'] ?? null
        if (reading && event.data.posts.includes(reading)) this.erased = new Set([...this.erased, reading])
        this.#eachFlow((flow) => erase(flow, event.data.posts, reading))
        break
      }
      default:
        this.#pulseAt = 0
    }
  }

  async #refresh(ids: string[]): Promise<void> {
    const shown = new Set(
      Object.values(this.flows).flatMap((flow) => flow.shown.map((card) => card.id as string)),
    )
    const wanted = ids.filter((id) => shown.has(id)).slice(0, 100)
    if (!wanted.length) return
    for (const search of new Set(Object.values(this.flows).map((flow) => flow.search))) {
      const mine = wanted.filter((id) =>
        Object.values(this.flows).some(
          (flow) => flow.search === search && flow.shown.some((card) => card.id === id),
        ),
      )
      const cards = mine.length ? await fetchCards(mine, search) : null
      if (cards) this.#eachFlow((flow) => (flow.search === search ? replace(flow, cards) : flow))
    }
  }

  /** The stream could not bring everything: what is newer than the list joins what waits. Nothing moves. */
  async #resync(): Promise<void> {
    for (const search of new Set(this.columns.map((one) => one.search))) {
      const page = await fetchPage(search)
      const ids = page?.posts.map((card) => card.id as string) ?? []
      this.#eachFlow((flow) => (flow.search === search ? arrive(flow, ids, ids.length) : flow))
    }
    this.#pulseAt = 0
  }

  hold(column: string, held: () => boolean): () => void {
    this.#holds.set(column, held)
    return () => this.#holds.delete(column)
  }

  async #tick(): Promise<void> {
    const ms = Date.now()
    const at = this.#clock()
    if (at.getTime() - this.now.getTime() >= 5_000) this.now = at
    this.perMinute = this.#rate.perMinute(ms)
    this.shedding = this.#rate.shedding
    this.spoken = this.#speaker.say(ms, this.#words) ?? this.spoken
    if (this.#busy || document.hidden) return
    this.#busy = true
    try {
      if (!this.paused && !this.shedding)
        for (const [id, flow] of Object.entries(this.flows))
          if (flow.more && !this.#holds.get(id)?.()) await this.letIn(id)
      if (ms - this.#pulseAt > 12_000 && this.connection === 'live') await this.#pulse(ms)
    } finally {
      this.#busy = false
    }
  }

  async #pulse(ms: number): Promise<void> {
    this.#pulseAt = ms
    const searches = [...new Set(this.columns.map((one) => one.search as string))]
    const pulse = await fetchPulse(searches)
    if (!pulse) return
    this.changes = pulse.changes
    this.sources = pulse.sources
    this.trouble = pulse.trouble
    this.temperatures = {
      ...this.temperatures,
      ...Object.fromEntries(pulse.temperatures.map((one) => [one.search, one])),
    }
    if (this.paused) return
    for (const column of this.columns) {
      if (column.view === 'posts' || this.#holds.get(column.id)?.()) continue
      if (this.#dirty.has(column.search) || !this.panels[column.id])
        await this.#panel(column.id, column.search, column.view)
    }
    this.#dirty.clear()
  }

  async #panel(id: string, search: string, view: PanelName): Promise<void> {
    const [data] = await Promise.all([fetchPanels(search, [view]), this.draw()])
    if (data) this.panels = { ...this.panels, [id]: data }
  }

  /** Has what draws panels come; where the network fails, the next panel asks again. */
  async draw(): Promise<void> {
    this.drawings ??= await loadDrawings(page.data.language).catch(() => null)
  }

  /** Fetches what waits and shows it at the top. */
  async letIn(id: string): Promise<void> {
    const flow = this.flows[id]
    if (!flow?.more) return
    // More came than there are ids for: the newest page is the honest list, and the old one would leave a hole under it.
    const afresh = flow.more > flow.waiting.length
    const page = afresh ? await fetchPage(flow.search) : null
    const cards = afresh ? page?.posts : await fetchCards(flow.waiting, flow.search)
    const latest = this.flows[id]
    if (!cards || !latest) return
    const seen = new Set(flow.waiting)
    const since = latest.waiting.filter((one) => !seen.has(one))
    const shown = afresh ? startFlow(flow.search, cards) : admit(latest, cards, MOST_SHOWN)
    if (afresh) this.#next[id] = page?.next ?? null
    // The list was cut at its foot: older posts begin where it ends now.
    else if (shown.shown.length === MOST_SHOWN) this.#next[id] = shown.shown.at(-1)?.id ?? null
    this.flows = { ...this.flows, [id]: since.length ? arrive(shown, since, since.length) : shown }
  }

  async older(id: string): Promise<void> {
    const flow = this.flows[id]
    const before = this.#next[id]
    if (!flow || before === null || before === undefined) return
    const page = await fetchPage(flow.search, before)
    if (!page) return
    this.#next[id] = page.next
    this.flows = { ...this.flows, [id]: append(this.flows[id] ?? flow, page.posts) }
  }

  hasOlder = (id: string): boolean => typeof this.#next[id] === 'string'

  changed(id: string, card: Parameters<typeof replace>[1][number]): void {
    const flow = this.flows[id]
    if (flow) this.flows = { ...this.flows, [id]: replace(flow, [card]) }
  }

  /** Changes the layout at once and tells the server; false, and as it was, when the server says no. */
  async change(change: LayoutChange): Promise<boolean> {
    const before = this.columns
    this.columns = changeLayout(before, change)
    if (this.columns === before) return true
    const answer = await sendLayout(this.columns)
    if (!answer) {
      this.columns = before
      return false
    }
    for (const column of this.columns) {
      if (column.view !== 'posts') {
        if (!this.panels[column.id] || change.do === 'view')
          await this.#panel(column.id, column.search, column.view)
      } else if (!this.flows[column.id]) {
        const page = await fetchPage(column.search)
        this.#next[column.id] = page?.next ?? null
        this.flows = { ...this.flows, [column.id]: startFlow(column.search, page?.posts ?? []) }
        this.#pulseAt = 0
      }
    }
    return true
  }
}
