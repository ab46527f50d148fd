import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import { createLog } from '../log.ts'
import { refuse } from '../result.ts'
import { createJobs, type Jobs } from './jobs.ts'

let t: TestDatabase
let jobs: Jobs
const done: unknown[] = []
let fails = 1

beforeAll(async () => {
  t = await testDatabase()
  jobs = createJobs(t.db, createLog('silent'), { pollSeconds: 0.5 })
  jobs.define<{ n: number }>('count', async (job) => {
    done.push(job.data.n)
  })
  jobs.define(
    'stumble',
    async () => {
      if (fails-- > 0) throw new Error('not yet')
      done.push('stumbled')
    },
    { retries: 1, pauseSeconds: 1 },
  )
  jobs.every('count', '0 3 * * *')
  await jobs.start()
})
afterAll(async () => {
  await jobs.stop()
  await t.close()
})

const until = async (what: () => boolean) => {
  for (const stop = Date.now() + 25_000; Date.now() < stop; await sleep(20)) if (what()) return
  throw new Error('waited in vain')
}

test('a job enqueued in a transaction runs once it is committed', async () => {
  await t.db.transaction(async (tx) => {
    await jobs.enqueue(tx, 'count', { n: 1 })
    await sleep(200)
    expect(done).toEqual([])
  })
  await until(() => done.includes(1))
})

test('a job wakes whoever waits for it', async () => {
  const other = await testDatabase()
  // Nobody looks by himself for a day.
  const woken = createJobs(other.db, createLog('silent'), { pollSeconds: 86_400 })
  const seen: number[] = []
  woken.define<{ n: number }>('wake', async (job) => {
    seen.push(job.data.n)
  })
  await woken.start()
  try {
    for (const n of [1, 2]) {
      await other.db.transaction((tx) => woken.enqueue(tx, 'wake', { n }))
      await until(() => seen.includes(n))
    }
  } finally {
    await woken.stop()
    await other.close()
  }
})

test('a job of a transaction that was rolled back never runs', async () => {
  await t.db.transaction(async (tx) => {
    await jobs.enqueue(tx, 'count', { n: 2 })
    return refuse({ kind: 'not-found' })
  })
  await t.db.transaction((tx) => jobs.enqueue(tx, 'count', { n: 3 }))
  await until(() => done.includes(3))
  expect(done).not.toContain(2)
})

test('a job that fails is tried again', async () => {
  await t.db.transaction((tx) => jobs.enqueue(tx, 'stumble', {}))
  await until(() => done.includes('stumbled'))
})

test('a name that nobody defined is refused', async () => {
  await expect(t.db.transaction((tx) => jobs.enqueue(tx, 'nothing', {}))).rejects.toThrow('not defined')
})
