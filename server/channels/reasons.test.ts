import { expect, test } from 'vitest'
import { z } from 'zod'
import { SafeFetchError } from '../platform/safe-fetch.ts'
import { fetchWhy, sayUnreachable } from '../platform/safe-fetch-error.ts'
import { because, cannotReach, problemsOf, refused, waiting } from './channel.ts'

const until = new Date('2026-11-24T14:02:00Z')

test('what could not be reached is said in words and in codes', () => {
  const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
  const fault = new SafeFetchError('unreachable', sayUnreachable('weir.example', unknown))
  const says =
    'there is no server called weir.example; check the spelling, or whether this machine reaches the internet'
  expect(cannotReach(fault, until)).toEqual({
    state: 'waiting',
    reason: says,
    why: [{ code: 'no-server', values: ['weir.example'], says }],
    until,
  })
  expect(cannotReach(because('nothing-came', 5), until).why).toMatchObject([
    { code: 'nothing-came', values: ['5'] },
  ])
  expect(cannotReach(new Error('what nobody foresaw'), until)).toMatchObject({
    reason: 'what nobody foresaw',
    why: [{ code: null }],
  })
})

test('an address that may not be reached is refused, with the reason behind it', () => {
  expect(cannotReach(new SafeFetchError('blocked-port', fetchWhy('port-closed', 22)), until)).toMatchObject({
    state: 'refused',
    reason: 'This address may not be reached: port 22 is not open to us',
    why: [{ code: 'may-not' }, { code: 'port-closed', values: ['22'] }],
  })
})

test('a refusal carries what is to be done', () => {
  expect(refused('publisher-refuses', [403])).toMatchObject({
    reason: 'The publisher refuses to let us read this feed (403)',
    todo: 'Ask the publisher, or remove the source. It is tried again from time to time.',
  })
  expect(waiting(until, because('host', 'weir.example'), because('not-json')).reason).toBe(
    'weir.example: the answer is not JSON',
  )
})

test('the least and the most are said of numbers, not of how long a text or a list is', () => {
  const schema = z.object({
    n: z.number().min(2),
    most: z.number().max(3),
    text: z.string().min(1),
    list: z.array(z.string()).max(1),
  })
  const read = schema.safeParse({ n: 1, most: 4, text: '', list: ['a', 'b'] })
  expect(problemsOf(read.error!.issues, 'all').map(({ field, code }) => [field, code])).toEqual([
    ['n', 'setting-least'],
    ['most', 'setting-most'],
    ['text', 'setting-wrong'],
    ['list', 'setting-wrong'],
  ])
})
