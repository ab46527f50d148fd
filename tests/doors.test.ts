import http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from './checks/ask.ts'
import { type Someone, type World, withFolkmoot } from './checks/serve.ts'

/* What strangers and insiders may try at the doors of the whole program. */

let world: World
let stop = () => {}
let running: Promise<void>
beforeAll(async () => {
  await new Promise<void>((up, fail) => {
    running = withFolkmoot(async (made) => {
      world = made
      const told = new Promise<void>((go) => {
        stop = go
      })
      up()
      await told
    })
    running.catch(fail)
  })
}, 240_000)
afterAll(async () => {
  stop()
  await running
}, 180_000)

const cookie = (who?: Someone): Record<string, string> => (who ? { cookie: `folkmoot=${who.token}` } : {})
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const send = (
  path: string,
  fields: Record<string, string> | string,
  who?: Someone,
  type: { 'content-type': string } = form,
) =>
  ask(world.origin + path, {
    method: 'POST',
    headers: { origin: world.origin, accept: 'application/json', ...type, ...cookie(who) },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })

/** The path as it is written: `fetch` and `URL` would put it right. */
const sendRaw = (path: string, bytes: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(world.origin)
    const headers = { origin: world.origin, 'content-length': bytes, ...form }
    const request = http.request(
      { hostname, port, path, method: 'POST', headers, agent: false },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ status: answer.statusCode!, body: '', headers: answer.headers }))
      },
    )
    request.on('error', reject)
    request.flushHeaders()
  })

test('a large body is refused at the sign-in, whatever the path pretends to be', async () => {
  for (const path of [
    '/sign-in?/password',
    '/listen/sources/import/take/../../../../sign-in?/password',
    '/listen/sources/import/take/%2e%2e/%2e%2e/%2e%2e/%2e%2e/sign-in?/password',
    '/listen/sources?/pause',
  ])
    expect([path, (await sendRaw(path, 3_000_000)).status]).toEqual([path, 413])
})

test('the first half of set-up is answered to who has the link only', async () => {
  const asked = await send('/set-up?/next', {
    name: 'x',
    personName: 'y',
    email: `a@${'.'.repeat(500_000)}@`,
  })
  expect(asked.status).toBe(404)
})

test('where to go after signing in stays on this machine', async () => {
  for (const to of [
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '//evil.example',
    '/\\evil.example',
  ]) {
    const answer = await ask(`${world.origin}/sign-in?to=${encodeURIComponent(to)}`, {
      headers: cookie(world.people.viewer),
    })
    expect([to, answer.status, answer.headers.location]).toEqual([to, 303, '/'])
  }
})

test('odd forms are the sender’s mistake', async () => {
  const { administrator, officer, viewer } = world.people
  const multipart = { 'content-type': 'multipart/form-data' }
  const answers = [
    await send('/sign-in?/password', 'abcde', undefined, multipart),
    await send('/you?/remove', { passkey: '\0' }, viewer),
    await send('/listen/sources/new?/add', { channel: 'feed', url: 'https://x.test/\0' }, administrator),
    await send('/listen/searches/new?/preview', 'query=flood&__proto__=1', officer),
    await ask(`${world.origin}/estate?find=%00`, { headers: cookie(administrator) }),
  ]
  for (const answer of answers) expect(answer.status).toBeLessThan(500)
})

test('a file of any length is taken in by a form without scripts, its columns said after it', async () => {
  const { administrator } = world.people
  const formOf = async (fields: [string, string][], csv: string) => {
    const data = new FormData()
    data.append('file', new File([csv], 'posts.csv'))
    for (const [name, value] of fields) data.append(name, value)
    const whole = new Request('http://localhost/', { method: 'POST', body: data })
    return { body: await whole.text(), type: { 'content-type': whole.headers.get('content-type')! } }
  }
  const row = '2026-01-05T10:00:00Z,Nothing that anybody asked for\n'
  const csv = `when,what\n${row.repeat(60_000)}`
  const first = await formOf([], csv)
  const look = await send('/listen/sources/import?/look', first.body, administrator, first.type)
  expect(look.status).toBe(200)
  expect(look.body).toContain('posts.csv')
  const columns: [string, string][] = [
    ['text', 'what'],
    ['time', 'when'],
    ['columns', 'when'],
    ['columns', 'what'],
    ['header', 'yes'],
    ['format', 'csv'],
  ]
  const second = await formOf(columns, csv)
  const taken = await send('/listen/sources/import?/take', second.body, administrator, second.type)
  expect(taken.status).toBe(200)
  expect(taken.body).toContain('60000')
}, 60_000)

test('what a person may not do to a source is not offered', async () => {
  const { administrator, officer } = world.people
  const added = await world.serving.app.listen.addSource(await world.ctx(administrator), {
    channel: 'feed',
    settings: { url: 'https://outlet.example/feed' },
  })
  if (!added.ok) throw new Error(JSON.stringify(added.refusal))
  const page = async (path: string, who: Someone) =>
    (await ask(world.origin + path, { headers: cookie(who) })).body
  for (const path of ['/listen/sources', `/listen/sources/${added.value.id}`]) {
    expect(await page(path, administrator)).toMatch(/\?\/pause/)
    const seen = await page(path, officer)
    expect(seen).toContain('outlet.example')
    expect(seen).not.toMatch(/\?\/(pause|remove|settings)|sources\/new/)
  }
})

test('a form cannot authorise looking at people whom its search does not name', async () => {
  const { administrator, approver } = world.people
  const search = { name: 'Floods', query: 'flood', purpose: 'To hear of floods', lawfulBasis: 'public-task' }
  const authority = {
    kind: 'immediate',
    reason: 'It cannot wait until tomorrow',
    handles: 'ann.test bob.test',
  }
  await send('/listen/searches/new?/save', { ...search, retentionDays: '1', ...authority }, approver)
  const viewings = await world.serving.app.listen.listViewings(await world.ctx(administrator))
  expect(viewings).toEqual({ ok: true, value: [] })
})
