import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { createChannels } from '../channels/registry.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { createLog } from '../platform/log.ts'
import { registerExerciseSources } from './exercise-sources.ts'
import { seekExercise, setExerciseSpeed } from './play-exercise.ts'

let t: TestDatabase
const clock = fixedClock('2026-03-04T12:00:00Z')
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.close())

test('the clock moves after it is written down: a transaction that fails leaves it where it was', async () => {
  const [organisation, source, unit] = [randomUUID(), randomUUID(), randomUUID()]
  const real = createChannels()
  const moved: string[] = []
  const rehearsal = Object.assign(real.rehearsal(source), {
    seek: (seconds: number) => moved.push(`to ${seconds}`),
    speed: (times: number) => moved.push(`at ${times}`),
  })
  const ctx = {
    db: t.db,
    person: {
      id: randomUUID(),
      name: 'Ada',
      session: null,
      rights: [{ role: 'officer', unit, account: null, path: [unit] }],
    },
    organisation: { id: organisation, name: 'Town', kind: 'exercise', area: null, timeZone: 'Europe/London' },
    clock,
    channels: { ...real, rehearsal: () => rehearsal },
    log: createLog('silent'),
  } as unknown as Ctx
  const [scenario] = real.scenarios()
  registerExerciseSources(async () => [{ id: source, scenario: scenario!.id }])
  await sql`alter table audit_row rename to audit_away`.execute(t.db.read)
  await expect(seekExercise(ctx, { seconds: 60 })).rejects.toThrow()
  expect(moved).toEqual([])
  await sql`alter table audit_away rename to audit_row`.execute(t.db.read)
  await seekExercise(ctx, { seconds: 60 })
  await setExerciseSpeed(ctx, { speed: 4 })
  expect(await setExerciseSpeed(ctx, { speed: 0 })).toMatchObject({ ok: false })
  expect(moved).toEqual(['to 60', 'at 4'])
  const { rows } = await sql<{ action: string }>`
    select action from audit_row where organisation_id = ${organisation} order by at, action`.execute(
    t.db.read,
  )
  expect(rows.map((row) => row.action)).toEqual(['exercise.moved', 'exercise.speed-set'])
})
