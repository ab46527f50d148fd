import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conversationMoves, type DeliveryBy, type DeliveryState, deliveryMoves, movesOf } from './index.ts'

describe('a table of moves', () => {
  test('refuses a state that the same thing would move to two others', () => {
    expect(() =>
      movesOf([
        ['a', 'go', 'b'],
        ['a', 'go', 'c'],
      ]),
    ).toThrow('a is moved by go twice')
  })

  test('says what may be done, and nothing else', () => {
    expect(conversationMoves.possible('closed')).toEqual(['message'])
    expect(conversationMoves.after('closed', 'answered')).toBeNull()
    expect(conversationMoves.after('closed', 'message')).toBe('open')
  })
})

test('a message never leaves a conversation closed or answered', () => {
  for (const state of ['new', 'open', 'waiting', 'answered', 'closed'] as const)
    expect(['new', 'open']).toContain(conversationMoves.after(state, 'message'))
})

describe('a delivery', () => {
  const by = [...new Set(deliveryMoves.all.map((move) => move.by))]

  test('can reach every state, and from each an end', () => {
    const reach = (from: DeliveryState): Set<DeliveryState> => {
      const seen = new Set([from])
      for (const state of seen)
        for (const move of deliveryMoves.all) if (move.from === state) seen.add(move.to)
      return seen
    }
    const states = new Set(deliveryMoves.all.flatMap(({ from, to }) => [from, to]))
    expect(reach('queued')).toEqual(states)
    const ends: DeliveryState[] = ['sent', 'refused', 'withdrawn', 'dropped']
    for (const state of states) expect(ends.some((end) => reach(state).has(end))).toBe(true)
  })

  test('whatever happens in whatever order, it goes out only by an attempt, and twice only when something said that it was not there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...by), { maxLength: 60 }), (events) => {
        let state: DeliveryState = 'queued'
        let mayBeOut = false
        for (const event of events) {
          const next: DeliveryState | null = deliveryMoves.after(state, event)
          if (next === null) continue
          if (next === 'sending') {
            expect(state).toBe('queued')
            expect(mayBeOut).toBe(false)
          }
          if (event === 'no-answer' || event === 'accepted') mayBeOut = true
          if ((['not-found', 'said-not-sent', 'gone'] as DeliveryBy[]).includes(event)) mayBeOut = false
          state = next
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('nothing that is held is sent', () => {
    expect(deliveryMoves.possible('held')).toEqual(['release', 'drop'])
  })
})
