import { describe, expect, test } from 'vitest'
import type { OrganisationId } from '../ids.ts'
import { Attempts, area, SPRAY } from './attempts.ts'
import { cookieSettings, formToken, isFormToken, newToken, readToken, refuseForeign } from './cookie.ts'
import { readEmail } from './email.ts'
import { checkPassword } from './passwords.ts'
import { QueueFull, WorkQueue } from './work-queue.ts'

describe('attempts', () => {
  /** Guesses as fast as allowed for so many seconds; how many were let through. */
  const guessFor = (seconds: number, addresses: number, familiar = false) => {
    const attempts = new Attempts()
    let through = 0
    for (let now = 0; now < seconds * 1000; now += 500)
      for (let n = 0; n < addresses; n++)
        if (attempts.begin('a@b.test', `198.51.100.${n}`, familiar, now).wait === 0) through++
    return through
  }

  test('one account is tried at most sixty times an hour by strangers, from however many addresses', () => {
    expect(guessFor(3600, 1)).toBeLessThanOrEqual(60)
    expect(guessFor(3600, 50)).toBeLessThanOrEqual(60)
  })

  test('guesses sent side by side do not slip through together', () => {
    const attempts = new Attempts()
    const waits = Array.from({ length: 100 }, () => attempts.begin('a@b.test', '198.51.100.1', true, 0).wait)
    expect(waits.filter((wait) => wait === 0)).toHaveLength(2)
  })

  test('a right answer opens the account again at once', () => {
    const attempts = new Attempts()
    for (let n = 0; n < 3; n++) attempts.begin('a@b.test', '198.51.100.1', true, n * 10_000)
    attempts.succeeded('a@b.test', '198.51.100.1', true)
    expect(attempts.begin('a@b.test', '198.51.100.1', true, 30_001).wait).toBe(0)
  })

  test('an address that tries ten accounts is called a sprayer, once', () => {
    const attempts = new Attempts()
    const called = Array.from(
      { length: 30 },
      (_, n) => attempts.begin(`p${n}@b.test`, '198.51.100.1', false, 0).spray,
    )
    expect(called.map((spray, n) => (spray ? n + 1 : 0)).filter(Boolean)).toEqual([SPRAY])
  })

  test('an IPv6 machine cannot wander out of its /64', () => {
    expect(area('2001:db8:1:2:3:4:5:6')).toBe(area('2001:0db8:0001:0002::9'))
    expect(area('2001:db8:1:2::1')).not.toBe(area('2001:db8:1:3::1'))
    expect(area('::ffff:198.51.100.7')).toBe('198.51.100.7')
    expect(area('::1')).toBe('0:0:0:0::/64')
  })
})

describe('the hashing queue', () => {
  test('whoever has the better turn goes first, and the worst is dropped when it is full', async () => {
    const queue = new WorkQueue(1, 2)
    const order: string[] = []
    let go = () => {}
    const first = queue.run(0, () => new Promise<void>((done) => (go = done)))
    const add = (turn: number, name: string) =>
      queue
        .run(turn, async () => void order.push(name))
        .catch((error) => void order.push(`${name}: ${error instanceof QueueFull}`))
    const all = [add(9, 'flood'), add(5, 'guess'), add(0, 'real')]
    go()
    await Promise.all([first, ...all])
    expect(order).toEqual(['flood: true', 'real', 'guess'])
  })
})

describe('a new password', () => {
  test.each([
    'short',
    'Password2026!!',
    'P4ssw0rd!!!!!!',
    'qwertyuiop1234',
    'aaaaaaaaaaaaaaa',
    '123456789012345',
    'liverpoolfootball',
    'Arrelborough2026',
    'rhianprice12345',
    'abcdefghijklmnop',
    '!!!!!!!!!!!!!!!!',
    'ababababababab',
    'Rhian.Price@2026',
    'x'.repeat(300),
  ])('%s is refused with words', (password) => {
    const refused = checkPassword(password, ['Arrel Borough Council', 'Rhian Price', 'rhian@arrel.test'])
    expect(refused?.message).toMatch(/\w+ .*\./)
  })

  test.each([
    'heron slate marrow',
    'the dog ate my radio',
    'Zq8#vLm2!pRt',
    'glas y dorlan ar y bont',
    '猫が屋根の上で踊っていますよね',
  ])('%s is accepted', (password) => {
    expect(checkPassword(password, ['Arrel Borough Council', 'Rhian Price'])).toBeNull()
  })
})

describe('an address', () => {
  test.each([
    'a@b',
    'a b@c.test',
    'a@b.test\r\nBcc: x@y.test',
    '"a b"@c.test',
    'a@b@c.test',
    '',
    `${'a'.repeat(65)}@b.test`,
    'a\0@b.test',
    'a@b..test',
  ])('%j is refused', (typed) => expect(readEmail(typed)).toBeNull())
  test('is compared without regard to case and blanks around it', () => {
    expect(readEmail(' Rhian.O’Neill@x.test')).toBeNull()
    expect(readEmail(" Rhian.O'Neill@Arrel.GOV.UK ")).toBe("rhian.o'neill@arrel.gov.uk")
  })
})

describe('the cookie and where a request came from', () => {
  const organisation = '0198c000-0000-7000-8000-000000000001' as OrganisationId
  const asked = (method: string, headers: Record<string, string>) => ({
    method,
    header: (name: string) => headers[name] ?? null,
  })

  test('over https it is bound to the host; over http it stays on this machine', () => {
    expect(cookieSettings('https://folk.gov.uk')).toMatchObject({
      name: '__Host-folkmoot',
      options: { secure: true, sameSite: 'strict', httpOnly: true, path: '/' },
    })
    expect(cookieSettings('http://localhost:8080')).toMatchObject({
      name: 'folkmoot',
      options: { secure: false, sameSite: 'strict', httpOnly: true },
    })
  })

  test('a token says where to look and is stored as its hash only', () => {
    const { token, hash } = newToken(organisation)
    expect(readToken(token)).toEqual({ organisation, hash })
    expect(token).toHaveLength(64)
    for (const bad of ['', null, undefined, 'x', `${token}A`, token.slice(1), `${token.slice(0, 63)}=`])
      expect(readToken(bad)).toBeNull()
  })

  test.each([
    ['GET', {}, true],
    ['POST', { 'sec-fetch-site': 'same-origin', origin: 'https://folk.gov.uk' }, true],
    ['POST', { origin: 'https://folk.gov.uk' }, true],
    ['POST', { 'sec-fetch-site': 'same-origin' }, true],
    ['POST', {}, false],
    ['POST', { origin: 'null' }, false],
    ['POST', { origin: 'https://folk.gov.uk.evil.test' }, false],
    ['POST', { origin: 'http://folk.gov.uk' }, false],
    ['POST', { 'sec-fetch-site': 'same-site', origin: 'https://folk.gov.uk' }, false],
    ['POST', { 'sec-fetch-site': 'cross-site' }, false],
    ['DELETE', { 'sec-fetch-site': 'none' }, false],
    ['put', { origin: 'https://evil.test' }, false],
  ] as [string, Record<string, string>, boolean][])('%s with %j', (method, headers, allowed) => {
    expect(refuseForeign(asked(method, headers), 'https://folk.gov.uk') === null).toBe(allowed)
  })

  test('a form token of one session is nothing to another', () => {
    expect(isFormToken('a', formToken('a'))).toBe(true)
    expect(isFormToken('b', formToken('a'))).toBe(false)
    expect(isFormToken('a', undefined)).toBe(false)
  })
})
