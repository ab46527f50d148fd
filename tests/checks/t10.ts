/**
 * T10: stolen, fixed and borrowed sessions. (a) Every unsafe route is sent forms from elsewhere with a good cookie:
 * nothing may change. (b) A person with three sessions and two live streams is disabled: all five dead within 5 s.
 * (c) Old tokens are useless after sign-in, a change of role, a new password and sign-out. Control: the same forms
 * saying that they come from our own pages do change things.
 */
import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, stateOf } from './ask.ts'
import { check } from './report.ts'
import { addressOf, everyRoute } from './routes.ts'
import { value, type World, withFolkmoot } from './serve.ts'

const root = path.resolve(import.meta.dirname, '../..')

const BODIES: Record<string, (fields: Record<string, string>) => string> = {
  'application/x-www-form-urlencoded': (fields) => new URLSearchParams(fields).toString(),
  'text/plain': (fields) => JSON.stringify(fields),
  'multipart/form-data; boundary=x': (fields) =>
    `${Object.entries(fields)
      .map(([name, text]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`)
      .join('')}--x--\r\n`,
}

/** How a request from elsewhere says, or does not say, where it comes from. */
const FOREIGN = (origin: string): Record<string, string>[] => [
  { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
  { origin: 'null' },
  { 'sec-fetch-site': 'same-site', origin: origin.replace('localhost', 'other.localhost') },
  { origin: origin.replace(/:\d+$/, ':1') },
  {},
]

async function foreignForms(world: World) {
  const { origin, people, serving } = world
  const cookie = `folkmoot=${people.administrator.token}`
  const fields = {
    name: 'Taken over',
    parent: world.root,
    unit: world.root,
    person: people.viewer.id,
    role: 'administrator',
    to: '/',
  }
  const fill = { person: people.viewer.id, token: 'x'.repeat(64) }
  const unsafe = everyRoute(root).filter(({ method }) => method !== 'GET')
  const before = await stateOf(serving.app.db, world.organisation.id)
  const through: string[] = []
  let cases = 0
  for (const { method, name } of unsafe)
    for (const [type, write] of Object.entries(BODIES))
      for (const where of FOREIGN(origin)) {
        cases++
        const headers = { cookie, 'content-type': type, ...where }
        const answer = await ask(`${origin}${addressOf(name, fill)}`, {
          method,
          headers,
          body: write(fields),
        })
        if (answer.status !== 403)
          through.push(`${method} ${name} ${type} ${JSON.stringify(where)}: ${answer.status}`)
      }
  const after = await stateOf(serving.app.db, world.organisation.id)
  const lines = before.split('\n')
  for (const [at, line] of after.split('\n').entries())
    if (line !== lines[at]) through.push(`changed: ${line.split(' ')[0]}`)

  // Control: the same cookie and the same fields, from our own page.
  const own = {
    cookie,
    'content-type': 'application/x-www-form-urlencoded',
    origin,
    'sec-fetch-site': 'same-origin',
  }
  await ask(`${origin}/estate/units?/add`, {
    method: 'POST',
    headers: own,
    body: BODIES['application/x-www-form-urlencoded']!(fields),
  })
  const changed = (await stateOf(serving.app.db, world.organisation.id)) !== after
  return { cases, routes: unsafe.length, through, changed }
}

/** A live stream that says when it was ended. */
function stream(
  origin: string,
  token: string,
): Promise<{ ended: () => boolean; at: () => number; destroy: () => void }> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      `${origin}/live`,
      { headers: { cookie: `folkmoot=${token}`, accept: 'text/event-stream' }, agent: false },
      (response) => {
        let endedAt = 0
        response.on('data', () => {})
        response.on('error', () => {})
        response.on('close', () => {
          endedAt = performance.now()
        })
        if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`))
        else resolve({ ended: () => endedAt > 0, at: () => endedAt, destroy: () => request.destroy() })
      },
    )
    request.on('error', reject)
  })
}

async function disable(world: World) {
  const { origin, people, serving, signInAgain } = world
  const sessions = [people.officer, await signInAgain(people.officer), await signInAgain(people.officer)]
  const streams = [await stream(origin, sessions[0]!.token), await stream(origin, sessions[1]!.token)]
  await sleep(300)
  const opened = streams.filter((one) => !one.ended()).length
  const started = performance.now()
  value(
    await serving.app.estate.disablePerson(await world.ctx(people.administrator), {
      person: people.officer.id,
    }),
  )
  while (performance.now() - started < 6_000 && !streams.every((one) => one.ended())) await sleep(25)
  const slowest = Math.max(...streams.map((one) => (one.ended() ? one.at() - started : 99_999)))
  let alive = 0
  for (const { token } of sessions) {
    const answer = await ask(`${origin}/listen`, { headers: { cookie: `folkmoot=${token}` } })
    if (answer.status === 200) alive++
    if ((await ask(`${origin}/live`, { headers: { cookie: `folkmoot=${token}` } })).status !== 401) alive++
  }
  for (const one of streams) one.destroy()
  value(
    await serving.app.estate.enablePerson(await world.ctx(people.administrator), {
      person: people.officer.id,
    }),
  )
  return { opened, slowest: Math.round(slowest), alive, held: sessions.length + streams.length }
}

async function oldTokens(world: World): Promise<string[]> {
  const { serving, people, signInAgain } = world
  const { identity, estate } = serving.app
  const useless: string[] = []
  const dead = async (what: string, token: string) => {
    if ((await identity.sessionFromCookie(token)) !== null) useless.push(what)
  }
  const from = { address: '192.0.2.9', agent: 'check' }

  // Fixation: a token that somebody else put there is never the one that is signed in.
  const fixed = 'A'.repeat(64)
  const exercise = value(
    await estate.createExerciseOrganisation(serving.app, {
      link: null,
      by: (await world.ctx(people.administrator)).person,
      from,
    }),
  )
  const who = exercise.people[0]!
  const first = value(
    await identity.signIn({ email: who.email, password: who.password, from, previous: fixed }),
  )
  if (first.token === fixed) useless.push('a fixed token')
  await dead('the fixed token', fixed)
  const second = value(
    await identity.signIn({ email: who.email, password: who.password, from, previous: first.token }),
  )
  await dead('the token before a new sign-in', first.token)
  const signedIn = (await identity.sessionFromCookie(second.token))!
  const changed = value(
    await identity.changePassword(signedIn, { current: who.password, next: 'otter lagoon quilted', from }),
  )
  await dead('the token before a new password', second.token)
  await identity.signOut(changed.token)
  await dead('the token after sign-out', changed.token)

  const viewer = await signInAgain(people.viewer)
  value(
    await estate.grantRight(await world.ctx(people.administrator), {
      person: viewer.id,
      role: 'officer',
      unit: world.root,
    }),
  )
  await dead('the token before a change of role', viewer.token)

  // A cookie of one organisation opens nothing of another.
  const here = await ask(`${world.origin}/estate/people/${people.approver.id}`, {
    headers: { cookie: `folkmoot=${world.exercise.people.administrator.token}` },
  })
  if (here.status === 200) useless.push("another organisation's person")
  return useless
}

await check('T10', () =>
  withFolkmoot(async (world) => {
    const forms = await foreignForms(world)
    const dying = await disable(world)
    const tokens = await oldTokens(world)
    const problems = [...forms.through, ...tokens]
    if (problems.length > 0) process.stderr.write(`${problems.slice(0, 20).join('\n')}\n`)
    return {
      pass: problems.length === 0 && dying.opened === 2 && dying.alive === 0 && dying.slowest <= 5_000,
      cases: forms.cases,
      unsafe_routes: forms.routes,
      got_through: forms.through.length,
      held: dying.held,
      alive_after_disable: dying.alive,
      slowest_stream_ms: dying.slowest,
      threshold_ms: 5_000,
      old_tokens_alive: tokens.length,
      control_failed: forms.changed,
    }
  }),
)
process.exit()
