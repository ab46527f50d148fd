/**
 * T9: guessing. (a) A flood over 200 accounts from 50 addresses: how many guesses were evaluated per account and hour.
 * (b) Known and unknown addresses must take equally long. (c) A real person, and the staff's own requests, during the
 * flood. Control: without delays every guess is evaluated.
 */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateSync } from 'otplib'
import { systemClock } from '../../server/platform/clock.ts'
import { Attempts } from '../../server/platform/identity/attempts.ts'
import { createIdentity } from '../../server/platform/identity/index.ts'
import { verifyPassword } from '../../server/platform/identity/passwords.ts'
import type { OrganisationId, PersonId, UnitId } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import { createSecrets } from '../../server/platform/secrets.ts'
import { check, median, quantile, quick, withDatabase } from './report.ts'

const ACCOUNTS = 200
const ADDRESSES = 50
const GUESSES = quick ? 4_000 : 20_000
const PER_SECOND = 500
const TIMED = quick ? 100 : 200
const PASSWORD = 'heron slate marrow'

await check('T9', () =>
  withDatabase(async ({ db }, folder) => {
    const organisation = randomUUID() as OrganisationId
    const root = randomUUID() as UnitId
    const known = new Map<PersonId, string>()
    let sprays = 0
    const log = createLog('silent')
    log.warn = ((..._of: unknown[]) => void sprays++) as typeof log.warn
    const identity = createIdentity({
      db,
      clock: systemClock,
      log,
      secrets: createSecrets(path.join(folder, 'keys')),
      origin: 'http://localhost:8080',
      directory: {
        async load(_organisation, person) {
          const email = known.get(person)
          if (!email) return null
          return {
            email,
            organisation: {
              id: organisation,
              name: 'T9',
              kind: 'live',
              area: null,
              timeZone: 'Europe/London',
            },
            person: {
              id: person,
              name: email,
              session: null,
              rights: [{ role: 'officer', unit: root, account: null, path: [root] }],
            },
          }
        },
      },
    })

    // One person with keys of their own; 200 more share one hash, which is as costly to check.
    const join = async (email: string) => {
      const person = randomUUID() as PersonId
      known.set(person, email)
      const { secret } = await identity.proposeTotp(email)
      const code = generateSync({ secret })
      const prepared = await identity.prepare({
        email,
        words: [],
        password: PASSWORD,
        factor: { kind: 'totp', secret, code },
        exercise: false,
      })
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.refusal))
      await db.transaction((tx) => identity.enrol(tx, organisation, person, prepared.value))
      return prepared.value
    }
    const template = await join('real@council.test')
    for (let n = 0; n < ACCOUNTS; n++) {
      const person = randomUUID() as PersonId
      known.set(person, `p${n}@council.test`)
      await db.transaction((tx) =>
        identity.enrol(tx, organisation, person, {
          ...template,
          email: `p${n}@council.test`,
          totp: null,
        }),
      )
    }
    const from = (address: string) => ({ address, agent: 'check' })
    const guess = (email: string, address: string) =>
      identity.signIn({ email, password: 'a wrong guess indeed', from: from(address) })

    // (b) before the flood: each from an address of its own, so that no delay is in the way.
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let n = 0; n < TIMED; n++)
      for (const kind of n % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const email = kind === 'known' ? `p${n % ACCOUNTS}@council.test` : `nobody${n}@council.test`
        const started = performance.now()
        await guess(email, `198.18.${kind === 'known' ? 1 : 2}.${n}`)
        times[kind].push(performance.now() - started)
      }
    const difference = Math.abs(median(times.known) - median(times.unknown))
    const p = mannWhitney(times.known, times.unknown)

    // (a) the flood, and (c) a person with a clean address and a signed-in colleague in the middle of it.
    const evaluated = new Map<string, number>()
    const colleague = await identity.signIn({
      email: 'real@council.test',
      password: PASSWORD,
      from: from('203.0.113.200'),
    })
    if (!colleague.ok) throw new Error('the colleague could not sign in')
    const real: number[] = []
    const staff: number[] = []
    let flooding = true
    const working = (async () => {
      while (flooding) {
        const started = performance.now()
        await identity.sessionFromCookie(colleague.value.token)
        staff.push(performance.now() - started)
        await sleep(20)
      }
    })()
    const signingIn = (async () => {
      for (let n = 0; flooding && n < 20; n++) {
        await sleep(400)
        const started = performance.now()
        const step = await identity.signIn({
          email: 'real@council.test',
          password: PASSWORD,
          from: from(`203.0.113.${n + 1}`),
        })
        if (!step.ok) throw new Error(`the real person was refused: ${JSON.stringify(step.refusal)}`)
        real.push(performance.now() - started)
      }
    })()
    const floodStarted = performance.now()
    const pending: Promise<unknown>[] = []
    for (let n = 0; n < GUESSES; n++) {
      const due = floodStarted + (n / PER_SECOND) * 1000
      await sleep(Math.max(0, due - performance.now()))
      const email = `p${n % ACCOUNTS}@council.test`
      pending.push(
        guess(email, `198.51.100.${Math.floor(n / ACCOUNTS) % ADDRESSES}`).then((answer) => {
          if (!answer.ok && answer.refusal.kind === 'invalid')
            evaluated.set(email, (evaluated.get(email) ?? 0) + 1)
        }),
      )
    }
    await Promise.all(pending)
    const floodSeconds = (performance.now() - floodStarted) / 1000
    flooding = false
    await Promise.all([working, signingIn])
    identity.close()

    // An hour of the same flood, by the clock alone: the gate is what decides, and it needs no hashing to be asked.
    const gate = new Attempts()
    let perHour = 0
    for (let now = 0; now < 3_600_000; now += 1_000)
      for (let address = 0; address < ADDRESSES; address++)
        if (gate.begin('p0', `198.51.100.${address}`, false, now).wait === 0) perHour++

    // Control: the same guesses with no gate before the hash, for three seconds.
    let unguarded = 0
    for (const until = performance.now() + 3_000; performance.now() < until; unguarded++)
      await verifyPassword(template.passwordHash, 'a wrong guess indeed', 0)
    const mostInFlood = Math.max(0, ...evaluated.values())
    return {
      pass:
        perHour <= 60 &&
        mostInFlood <= 60 &&
        difference < 5 &&
        p > 0.05 &&
        Math.max(...real) <= 2_000 &&
        quantile(staff, 0.99) < 500,
      guesses: GUESSES,
      accounts: ACCOUNTS,
      addresses: ADDRESSES,
      guesses_per_s: Math.round(GUESSES / floodSeconds),
      evaluated_most_per_account: mostInFlood,
      evaluated_per_account_hour: perHour,
      threshold_per_hour: 60,
      median_difference_ms: round(difference),
      mann_whitney_p: round(p),
      real_sign_in_max_ms: round(Math.max(...real)),
      staff_p99_ms: round(quantile(staff, 0.99)),
      spray_alarms: sprays,
      control_per_hour: unguarded * 1_200,
      control_failed: unguarded * 1_200 > 60,
    }
  }),
)

/** Two-sided p of the Mann-Whitney U test by its normal approximation (both samples are far above 20). */
function mannWhitney(a: number[], b: number[]): number {
  const all = [...a.map((value) => ({ value, a: true })), ...b.map((value) => ({ value, a: false }))].sort(
    (x, y) => x.value - y.value,
  )
  let ranks = 0
  all.forEach((one, at) => {
    if (one.a) ranks += at + 1
  })
  const u = ranks - (a.length * (a.length + 1)) / 2
  const mean = (a.length * b.length) / 2
  const spread = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  return 2 * (1 - normal(Math.abs((u - mean) / spread)))
}

/** The normal distribution's cumulative function (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
