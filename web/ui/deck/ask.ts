import type { DeckColumn, PostCard, PostPage } from '../../../server/listen/views.ts'
import type { PanelData, Pulse } from './panels.ts'
import { readWire } from './wire.ts'

/** What an open deck asks of its own endpoints. Null: no answer, and the page stays as it was. */
async function get<T>(path: string, init?: RequestInit): Promise<T | null> {
  try {
    const answer = await fetch(path, { ...init, headers: { accept: 'application/json' } })
    return answer.ok ? readWire<T>(await answer.text()) : null
  } catch {
    return null
  }
}

const query = (members: Record<string, string>): string => new URLSearchParams(members).toString()

export const fetchCards = (ids: string[], search?: string): Promise<PostCard[] | null> =>
  get(`/listen/cards?${query({ ids: ids.join(','), ...(search ? { search } : {}) })}`)

export const fetchCopies = (id: string): Promise<PostCard[] | null> =>
  get(`/listen/cards?${query({ copies: id })}`)

export const fetchPage = (search: string, before?: string | null): Promise<PostPage | null> =>
  get(`/listen/cards?${query({ search, ...(before ? { before } : {}) })}`)

export const fetchPanels = (search: string, views: string[]): Promise<PanelData | null> =>
  get(`/listen/panel?${query({ search, views: views.join(',') })}`)

export const fetchPulse = (searches: string[]): Promise<Pulse | null> =>
  get(`/listen/pulse?${query({ searches: searches.join(',') })}`)

export const sendLayout = (columns: DeckColumn[]): Promise<DeckColumn[] | null> =>
  get('/listen/layout', { method: 'POST', body: JSON.stringify(columns) })

export const correct = (id: string, form: FormData): Promise<PostCard | null> =>
  get(`/listen/cards?${query({ correct: id })}`, { method: 'POST', body: form })

/** Has the session ended? No answer at all is no proof of that. */
export const isSignedOut = (): Promise<boolean> =>
  fetch('/listen/pulse').then(
    (answer) => answer.status === 401,
    () => false,
  )
