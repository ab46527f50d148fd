/** Tables of what may become of a thing: its states, what moves it, and where to. */

/** A thing in `from` is moved by `by` to `to`. */
export interface Move<State extends string, By extends string> {
  from: State
  by: By
  to: State
}

export interface Moves<State extends string, By extends string> {
  readonly all: readonly Move<State, By>[]
  /** Where a thing goes; null when it may not be moved so. */
  after(from: State, by: By): State | null
  /** What may move a thing that is in this state, in the order of the table. */
  possible(from: State): By[]
}

/** Reads a table. Throws when the same thing would move a state to two others. */
export function movesOf<State extends string, By extends string>(
  rows: readonly (readonly [from: State, by: By, to: State])[],
): Moves<State, By> {
  const table = new Map<string, State>()
  for (const [from, by, to] of rows) {
    const key = `${from} ${by}`
    if (table.has(key)) throw new Error(`${from} is moved by ${by} twice`)
    table.set(key, to)
  }
  return {
    all: rows.map(([from, by, to]) => ({ from, by, to })),
    after: (from, by) => table.get(`${from} ${by}`) ?? null,
    possible: (from) => rows.filter((row) => row[0] === from).map((row) => row[1]),
  }
}

export type ConversationState = 'new' | 'open' | 'waiting' | 'answered' | 'closed'
export type ConversationBy = 'claimed' | 'asked' | 'answered' | 'closed' | 'message'

/**
 * A conversation: a message opens it again whatever it was; `asked` is an answer that asks something back; it may be closed
 * from any state, with a reason where nothing was answered.
 */
export const conversationMoves = movesOf<ConversationState, ConversationBy>([
  ['new', 'claimed', 'open'],
  ['new', 'message', 'new'],
  ['new', 'closed', 'closed'],
  ['open', 'asked', 'waiting'],
  ['open', 'answered', 'answered'],
  ['open', 'message', 'open'],
  ['open', 'closed', 'closed'],
  ['waiting', 'message', 'open'],
  ['waiting', 'answered', 'answered'],
  ['waiting', 'closed', 'closed'],
  ['answered', 'message', 'open'],
  ['answered', 'asked', 'waiting'],
  ['answered', 'answered', 'answered'],
  ['answered', 'closed', 'closed'],
  ['closed', 'message', 'open'],
])

export type DeliveryState =
  | 'held'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'refused'
  | 'unknown'
  | 'for-a-person'
  | 'withdrawing'
  | 'withdrawn'
  | 'still-live'
  | 'dropped'

export type DeliveryBy =
  | 'hold'
  | 'release'
  | 'drop'
  | 'attempt'
  | 'accepted'
  | 'refused'
  | 'not-taken'
  | 'no-answer'
  | 'found'
  | 'not-found'
  | 'cannot-know'
  | 'said-sent'
  | 'said-not-sent'
  | 'withdraw'
  | 'gone'
  | 'not-gone'

/**
 * A delivery. Nothing goes out but by an `attempt`, which only what is queued may have: so a hold is looked for once, there.
 * When no answer came, the post may be out: it is queued again only when the network says that it is not there (`not-found`,
 * where it has a key of ours to look by) or a person says so; never because time has passed.
 */
export const deliveryMoves = movesOf<DeliveryState, DeliveryBy>([
  ['queued', 'hold', 'held'],
  ['queued', 'attempt', 'sending'],
  ['queued', 'drop', 'dropped'],
  ['held', 'release', 'queued'],
  ['held', 'drop', 'dropped'],
  ['sending', 'accepted', 'sent'],
  ['sending', 'refused', 'refused'],
  ['sending', 'not-taken', 'queued'],
  ['sending', 'no-answer', 'unknown'],
  ['unknown', 'found', 'sent'],
  ['unknown', 'not-found', 'queued'],
  ['unknown', 'cannot-know', 'for-a-person'],
  ['for-a-person', 'found', 'sent'],
  ['for-a-person', 'said-sent', 'sent'],
  ['for-a-person', 'said-not-sent', 'queued'],
  ['for-a-person', 'drop', 'dropped'],
  ['sent', 'withdraw', 'withdrawing'],
  ['withdrawing', 'gone', 'withdrawn'],
  ['withdrawing', 'not-gone', 'still-live'],
  ['still-live', 'withdraw', 'withdrawing'],
  ['still-live', 'gone', 'withdrawn'],
])
