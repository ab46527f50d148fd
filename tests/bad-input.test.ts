import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from './checks/ask.ts'
import { thingsOf } from './checks/commands.ts'
import { addressOf, everyRoute, type Route } from './checks/routes.ts'
import { type Someone, type World, withFolkmoot } from './checks/serve.ts'
import { jsonBodies, texts, workOf } from './support/bad-input.ts'
import { ROOT } from './support/server.ts'

/*
 * Everything that strangers send, through the HTTP edge, every page, every form and the listening language: nothing
 * crashes, nothing answers 5xx, nothing holds the process for a second. What the channels read is in
 * server/channels/bad-input.test.ts.
 */

let world: World
let done: () => void
let over: Promise<void>
beforeAll(async () => {
  await new Promise<void>((ready, failed) => {
    over = withFolkmoot(async (made) => {
      world = made
      ready()
      await new Promise<void>((resolve) => {
        done = resolve
      })
    })
    over.catch(failed)
  })
}, 120_000)
afterAll(async () => {
  done?.()
  await over
})

/** A crash would end this process; what is left is that the server still answers. */
async function expectAlive(): Promise<void> {
  const answer = await ask(`${world.origin}/health`)
  expect([answer.status, JSON.parse(answer.body).status]).toEqual([200, 'ok'])
}

interface Tried {
  what: string
  status: number
  work: number
}

async function tryOne(what: string, send: () => Promise<Answer>): Promise<Tried> {
  const got: { answer: Answer | null } = { answer: null }
  const work = await workOf(async () => {
    // Refused before the end of a body that was too large: the other side has hung up.
    got.answer = await send().catch((error: NodeJS.ErrnoException) => {
      if (/ECONNRESET|EPIPE/.test(error.code ?? '')) return null
      throw error
    })
  })
  return { what: what.slice(0, 200), status: got.answer?.status ?? 413, work }
}

function expectCalm(tried: Tried[]): void {
  expect(tried.filter((t) => t.status >= 500)).toEqual([])
  expect(tried.filter((t) => t.work > 1_000)).toEqual([])
}

/** A cookie that no route before has ended. */
const cookieOf = async (someone: Someone) => `folkmoot=${(await world.signInAgain(someone)).token}`
const short = texts.filter((text) => text.length <= 2_000)

/** Fields that forms ask for, each with another text; `n` turns the wheel. */
const FIELDS =
  'name query purpose lawfulBasis retentionDays email reason handle label value columns id search post unit role right to kind reference expires password code url server hashtag list channel settings speed at from till before sort page format good text time author link tweetId lang'.split(
    ' ',
  )
const fieldsOf = (n: number, most: number) =>
  FIELDS.map((name, i): [string, string] => [
    name,
    texts[(n * FIELDS.length + i) % texts.length]!.slice(0, most),
  ])
const rounds = Math.ceil(texts.length / FIELDS.length)
/** Every text in some field of each form in test:long; in the short tier each form takes a quarter of the turns. */
const stride = process.env['FOLKMOOT_TIER'] === 'long' ? 1 : 4

const routes = everyRoute(ROOT).filter((route) => !/sign-out|\/look$/.test(route.name))

async function tryRoute(
  route: Route,
  n: number,
  cookie: string,
  aim: Record<string, string>,
): Promise<Tried> {
  const text = short[(n * 7) % short.length]!
  const filled = addressOf(route.name, { ...aim, token: encodeURIComponent(text.toWellFormed()) || 'x' })
  const get = route.method === 'GET'
  const query = get ? new URLSearchParams(fieldsOf(n, 300)).toString().slice(0, 12_000) : ''
  const address = `${world.origin}${filled}${get ? `?${query}` : ''}`
  const headers: Record<string, string> = {
    cookie,
    accept: 'text/html',
    origin: world.origin,
    'sec-fetch-site': 'same-origin',
  }
  // Every second time the ids are good, so that the rest of the form is reached.
  const fields = fieldsOf(n, 9_000).filter(([name]) => n % 2 === 0 || !(name in aim))
  if (n % 2 === 1) fields.push(...Object.entries(aim))
  const body = get ? undefined : new URLSearchParams(fields).toString()
  if (body) headers['content-type'] = 'application/x-www-form-urlencoded'
  return tryOne(`${route.method} ${route.name} ${n}`, () =>
    ask(address, { method: route.method, headers, ...(body === undefined ? {} : { body }) }),
  )
}

test('every page and every form, every text in some field of each', { timeout: 300_000 }, async () => {
  expect(routes.length).toBeGreaterThan(50)
  const things = thingsOf(world)
  const tried: Tried[] = []
  for (const [r, route] of routes.entries()) {
    const id = /source/.test(route.name)
      ? await things.source()
      : /post|cards/.test(route.name)
        ? await things.post()
        : await things.search()
    const aim = { id, search: id, source: id, post: id, person: world.people.viewer.id, unit: world.root }
    const cookie = await cookieOf(world.people.administrator)
    const own = await cookieOf(world.people.administrator)
    for (let n = r % stride; n < rounds; n += stride)
      tried.push(await tryRoute(route, n, n % 5 === 0 ? own : cookie, aim))
  }
  expectCalm(tried)
  await expectAlive()
})

test('every text as a search: checked, saved, asked of the archive', { timeout: 300_000 }, async () => {
  const ctx = await world.ctx(world.people.administrator)
  const { listen } = world.serving.app
  const slow: string[] = []
  let saved = 0
  for (const text of texts) {
    const work = await workOf(async () => {
      const checked = await listen.checkQuery(ctx, { query: text })
      const found = await listen.searchArchive(ctx, { query: text })
      // What the one understands the other runs.
      if (checked.ok && checked.value.ok)
        expect([text.slice(0, 80), found.ok]).toEqual([text.slice(0, 80), true])
      else if (!found.ok) expect(['invalid', 'needs', 'not-allowed']).toContain(found.refusal.kind)
      if (checked.ok && checked.value.ok && saved < 40) {
        const done = await listen.saveSearch(ctx, {
          name: text,
          query: text,
          purpose: text.length < 10 ? `heard because ${text}` : text,
          lawfulBasis: 'public-task',
          retentionDays: 28,
        })
        if (done.ok) saved++
      }
    })
    if (work > 1_000) slow.push(`${Math.round(work)} ms: ${text.slice(0, 80)}`)
  }
  expect(slow).toEqual([])
  // Most of the texts come with the sets; a few are our own.
  expect(saved).toBeGreaterThan(3)
  await expectAlive()
})

test('bodies that call themselves JSON, or a file, to everything that takes a body', {
  timeout: 300_000,
}, async () => {
  const cookie = await cookieOf(world.people.officer)
  const takers = routes.filter((route) => route.method !== 'GET' && !/\[token\]|sign-in/.test(route.name))
  const tried: Tried[] = []
  for (const [n, bytes] of jsonBodies.entries()) {
    const takes = [
      { method: 'POST', name: '/listen/layout' } as Route,
      takers[Math.floor(n / stride) % takers.length]!,
    ]
    for (const [m, route] of takes.entries()) {
      if (m === 1 && n % stride !== 0) continue
      const boundary = 'weir'
      const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="\u202e.csv"\r\n\r\n${bytes.toString('latin1')}\r\n--${boundary}--`
      const type = m === 0 ? 'application/json' : `multipart/form-data; boundary=${boundary}`
      const headers = { cookie, origin: world.origin, 'sec-fetch-site': 'same-origin', 'content-type': type }
      const body = m === 0 ? bytes.toString('utf8') : file
      tried.push(
        await tryOne(`${route.name} body ${n}`, () =>
          ask(`${world.origin}${addressOf(route.name, { id: 'x', person: 'x' })}`, {
            method: route.method,
            headers,
            body,
          }),
        ),
      )
    }
  }
  expectCalm(tried)
  await expectAlive()
})

test('a form with a file that breaks off anywhere is refused in words', async () => {
  const cookie = await cookieOf(world.people.administrator)
  const whole = `--weir\r\ncontent-disposition: form-data; name="file"; filename="posts.csv"\r\n\r\ntime,text\n2026-01-01,hello\r\n--weir\r\ncontent-disposition: form-data; name="text"\r\n\r\ntext\r\n--weir--\r\n`
  const headers = {
    cookie,
    origin: world.origin,
    'sec-fetch-site': 'same-origin',
    'content-type': 'multipart/form-data; boundary=weir',
  }
  for (const action of ['look', 'take'])
    for (const length of [0, 20, 80, 100, 120, 160, 200, whole.length - 8]) {
      const answer = await fetch(`${world.origin}/listen/sources/import?/${action}`, {
        method: 'POST',
        headers,
        body: whole.slice(0, length),
      })
      expect(answer.status, `${action}, ${length} bytes`).toBeLessThan(500)
    }
  await expectAlive()
}, 60_000)

/** Sends bytes as they are; what came back before the other side closed or half a second passed. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(world.origin).port), '127.0.0.1')
    let answer = ''
    const timer = setTimeout(() => socket.destroy(), 500)
    socket.setEncoding('latin1')
    socket.on('data', (part) => (answer += part))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}

test('what is hardly HTTP', { timeout: 60_000 }, async () => {
  const host = `host: ${new URL(world.origin).host}\r\nconnection: close\r\n`
  const requests = [
    '\0\0\0\0',
    'GET\r\n\r\n',
    `GET /%00 HTTP/1.1\r\n${host}\r\n`,
    `GET /%ff%fe HTTP/1.1\r\n${host}\r\n`,
    `GET /%u1234/%zz HTTP/1.1\r\n${host}\r\n`,
    `GET //evil.example/listen HTTP/1.1\r\n${host}\r\n`,
    `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`,
    `GET /listen/../../../../etc/passwd HTTP/1.1\r\n${host}\r\n`,
    `GET /_app/immutable/%2e%2e%2f%2e%2e%2fpackage.json HTTP/1.1\r\n${host}\r\n`,
    `GET /${'a/'.repeat(6_000)} HTTP/1.1\r\n${host}\r\n`,
    `GET /${'x'.repeat(60_000)} HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}cookie: folkmoot=${'%'.repeat(5_000)}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${host}cookie: folkmoot=\xff\xfe; folkmoot; =; ;;\r\n\r\n`,
    `GET / HTTP/1.1\r\n${host}${'x-a: b\r\n'.repeat(3_000)}\r\n`,
    `GET / HTTP/1.1\r\n${host}accept-language: ${'cy,'.repeat(4_000)}\r\n\r\n`,
    `GET /live HTTP/1.1\r\n${host}last-event-id: -9e99\r\n\r\n`,
    `GET /live?cursor[]=__proto__ HTTP/1.1\r\n${host}\r\n`,
    `POST / HTTP/1.1\r\n${host}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    `POST / HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n`,
    `POST /sign-in HTTP/1.1\r\n${host}content-type: multipart/form-data\r\ncontent-length: 3\r\n\r\nabc`,
    `POST /sign-in HTTP/1.1\r\n${host}content-type: application/x-www-form-urlencoded; charset=klingon\r\ncontent-length: 3\r\n\r\n%ff`,
    `BREW / HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\nhost: \r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\nconnection: close\r\n\r\n`,
  ]
  const answers: string[] = []
  for (const request of requests) {
    const answer = await raw(request)
    if (/^HTTP\/1\.1 5/.test(answer)) answers.push(`${request.slice(0, 60)} → ${answer.slice(0, 60)}`)
    expect(answer).not.toMatch(/root:x:|"private": true/)
  }
  expect(answers).toEqual([])
  await expectAlive()
})
