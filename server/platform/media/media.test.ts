import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import { fixedClock } from '../clock.ts'
import type { OrganisationId } from '../ids.ts'
import { createLog } from '../log.ts'
import { createEncoder, createMedia, type Media } from './index.ts'

const organisation = randomUUID() as OrganisationId
const folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-media-'))
const encoder = createEncoder()
let base: TestDatabase
let media: Media

beforeAll(async () => {
  base = await testDatabase()
  media = createMedia({
    db: base.db,
    clock: fixedClock('2026-03-02T08:00:00Z'),
    log: createLog('silent'),
    folder,
    encoder,
  })
})
afterAll(async () => {
  encoder.close()
  await base.close()
})

const picture = (red = 200) =>
  sharp({ create: { width: 64, height: 32, channels: 3, background: { r: red, g: 10, b: 10 } } })
const files = () => readdirSync(folder, { recursive: true }).filter((name) => /\.\w+$/.test(String(name)))
const fault = async (bytes: Uint8Array) => {
  const result = await media.put(organisation, bytes, 'test:1')
  return result.ok
    ? 'stored'
    : result.refusal.kind === 'invalid'
      ? result.refusal.problems[0]!.message
      : result.refusal.kind
}

describe('a picture', () => {
  test('loses where and by whom it was taken, stays upright, and is named by its content', async () => {
    const bytes = await picture()
      .withExif({
        IFD0: { Copyright: 'PC 1234', Make: 'Secret phone' },
        IFD3: { GPSLatitude: '53/1 45/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const stored = await media.put(organisation, bytes, 'record_post:1')
    if (!stored.ok) throw new Error(JSON.stringify(stored.refusal))
    expect(stored.value).toMatchObject({ kind: 'jpeg', width: 32, height: 64 })
    const read = (await media.read(organisation, stored.value.hash))!
    expect(read.contentType).toBe('image/jpeg')
    const meta = await sharp(read.contents).metadata()
    expect([meta.exif, meta.icc, meta.iptc, meta.xmp, meta.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(Buffer.from(read.contents).includes('Secret phone')).toBe(false)
    expect(files()).toEqual([
      path.join(organisation, stored.value.hash.slice(0, 2), `${stored.value.hash}.jpg`),
    ])
  })

  test('is there once for two holders and is erased when both have let go', async () => {
    const bytes = await picture(90).png().toBuffer()
    const [a, b] = await Promise.all([
      media.put(organisation, bytes, 'a:1'),
      media.put(organisation, bytes, 'b:1'),
    ])
    if (!a.ok || !b.ok) throw new Error('refused')
    expect(a.value.hash).toBe(b.value.hash)
    const file = path.join(folder, organisation, a.value.hash.slice(0, 2), `${a.value.hash}.png`)
    const letGo = (holder: string) => base.db.transaction((tx) => media.release(tx, organisation, holder))
    expect((await letGo('a:1')).erased).toEqual([])
    expect(existsSync(file)).toBe(true)
    expect((await letGo('b:1')).erased).toEqual([a.value.hash])
    await expect.poll(() => existsSync(file)).toBe(false)
    expect(await media.read(organisation, a.value.hash)).toBeNull()
  })

  test('of one organisation is nothing to another', async () => {
    const stored = await media.put(organisation, await picture(50).webp().toBuffer(), 'c:1')
    if (!stored.ok) throw new Error('refused')
    expect(await media.read(randomUUID() as OrganisationId, stored.value.hash)).toBeNull()
    expect(await media.read(organisation, '../../etc/passwd')).toBeNull()
  })
})

describe('what is no picture', () => {
  test.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'an SVG in a coat of PNG',
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      ]),
    ],
    ['nothing', Buffer.alloc(0)],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a TIFF', Buffer.from('49492a0008000000', 'hex')],
  ])('%s is refused in words', async (_what, bytes) => expect(await fault(bytes)).toMatch(/picture/))

  test('a picture of 900 million pixels is refused before it is unpacked', async () => {
    const header = await picture().png().toBuffer()
    header.writeUInt32BE(30_000, 16)
    header.writeUInt32BE(30_000, 20)
    expect(await fault(header)).toMatch(/picture/)
    expect(encoder.mostMemory).toBeLessThan(400e6)
  })

  test('half a JPEG is refused, and the next picture goes on', async () => {
    const whole = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#123456' } })
      .jpeg()
      .toBuffer()
    expect(await fault(whole.subarray(0, whole.length >> 1))).toMatch(/damaged/)
    expect(await fault(whole)).toBe('stored')
  })

  test('a worker that takes too long or too much is killed, and another does the next picture', async () => {
    const strict = createEncoder({ memory: 1, milliseconds: 5_000, idle: 1_000 })
    const bytes = await sharp({ create: { width: 3_000, height: 3_000, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    expect(await strict.encode(bytes)).toEqual({ refused: 'too-costly' })
    strict.close()
    const slow = createEncoder({ memory: 1e9, milliseconds: 1, idle: 1_000 })
    expect(await slow.encode(bytes)).toEqual({ refused: 'too-costly' })
    slow.close()
    expect(await encoder.encode(bytes)).toMatchObject({ kind: 'png', width: 3_000 })
  })
})

test('a file that no row knows is swept away', async () => {
  const before = files().length
  const stray = path.join(folder, organisation, `${'a'.repeat(64)}.jpg`)
  writeFileSync(stray, 'left by a crash')
  expect(await media.sweep(organisation)).toBe(1)
  expect(existsSync(stray)).toBe(false)
  expect(files()).toHaveLength(before)
})
