/**
 * T15: hostile pictures. Pictures that carry where and by whom they were taken, files that are no pictures under every
 * coat, pixel floods, text bombs and thousands of damaged ones. Nothing but pixels may be stored, the worker stays
 * under 400 MB, and a good picture goes through after each. Control: the same pictures stored as they came.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { systemClock } from '../../server/platform/clock.ts'
import type { OrganisationId } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import { createEncoder, createMedia } from '../../server/platform/media/index.ts'
import { check, quick, withDatabase } from './report.ts'

const MUTATIONS = quick ? 60 : 1_000
const CANARY = 'CANARY-PC-1234-HOME-ADDRESS'

const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#336699',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })

/** Pictures that tell too much: EXIF with position, owner and serial number, XMP, comments, profiles, trailers. */
async function tellingTooMuch(): Promise<Record<string, Buffer>> {
  const exif = {
    IFD0: { Copyright: CANARY, Artist: CANARY, Make: CANARY, Model: CANARY, ImageDescription: CANARY },
    IFD2: { BodySerialNumber: CANARY, CameraOwnerName: CANARY, UserComment: CANARY },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '53/1 45/1 0/1',
      GPSLongitudeRef: 'W',
      GPSLongitude: '2/1 28/1 0/1',
    },
  }
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${CANARY}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`
  const base = () => noise(320, 200).withExif(exif).withXmp(xmp)
  const jpeg = await base().jpeg().toBuffer()
  const png = await base().png().toBuffer()
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, CANARY.length + 2]), Buffer.from(CANARY)])
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(8 + body.length)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), 4 + body.length)
    return out
  }
  const intoPng = (extra: Buffer) => Buffer.concat([png.subarray(0, 33), extra, png.subarray(33)])
  return {
    'exif.jpg': jpeg,
    'exif.png': png,
    'exif.webp': await base().webp().toBuffer(),
    'comment.jpg': Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
    'trailer.jpg': Buffer.concat([jpeg, Buffer.from(`<?php ${CANARY} ?>`)]),
    'trailer.png': Buffer.concat([png, gzipSync(CANARY), Buffer.from(CANARY)]),
    'text.png': intoPng(chunk('tEXt', Buffer.from(`Comment\0${CANARY}`))),
    'ztxt.png': intoPng(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(CANARY)]))),
    'itxt.png': intoPng(chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${CANARY}`))),
    'bomb.png': intoPng(
      chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(60_000_000, 65))])),
    ),
    'plain.gif': await noise(64, 64).gif().toBuffer(),
  }
}

/** What must never be stored. */
function noPictures(jpeg: Buffer, png: Buffer): Record<string, Buffer> {
  const svg = (body: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${body}</svg>`,
    )
  const flood = (width: number, height: number) => {
    const header = Buffer.from(png)
    header.writeUInt32BE(width, 16)
    header.writeUInt32BE(height, 20)
    header.writeUInt32BE(crc32(header.subarray(12, 29)), 29)
    return header
  }
  return {
    'script.svg': svg('<script>alert(1)</script>'),
    'ssrf.svg': svg('<image xlink:href="http://127.0.0.1:1/canary" width="9" height="9"/>'),
    'file.svg': svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'),
    'entity.svg': Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    ),
    'gzipped.svgz': gzipSync(svg('<rect width="9" height="9"/>')),
    'page.html': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'page.png': Buffer.from('\x89PNG\r\n\x1a\n<!doctype html><script>alert(1)</script>', 'latin1'),
    'page.gif': Buffer.from('GIF89a/*<script>alert(1)</script>*/=0;'),
    'doc.pdf': Buffer.from(
      '%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(http://127.0.0.1:1/)>>>>endobj',
    ),
    'postscript.jpg': Buffer.from('%!PS-Adobe-3.0\n(%pipe%id) (r) file'),
    'magick.jpg': Buffer.from(
      'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://127.0.0.1:1/x.jpg"|id")\'\npop graphic-context',
    ),
    'eicar.com': Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'),
    'empty.png': Buffer.alloc(0),
    'tiff.tif': Buffer.from('49492a000800000000000000', 'hex'),
    'heif.heic': Buffer.from('000000186674797068656963000000006d69663168656963', 'hex'),
    'avif.avif': Buffer.from('0000001c667479706176696600000000617669666d696631', 'hex'),
    'flood-30000.png': flood(30_000, 30_000),
    'flood-max.png': flood(0x7fffffff, 0x7fffffff),
    'flood-thin.png': flood(1, 0x7fffffff),
    'half.jpg': jpeg.subarray(0, jpeg.length >> 1),
    'head.png': png.subarray(0, 40),
  }
}

/** Where metadata lies in the three formats that we write; anything but pixels and colour tables is a finding. */
function leftovers(bytes: Buffer): string[] {
  const found: string[] = []
  if (bytes.includes(CANARY)) found.push('canary')
  if (bytes[0] === 0xff) {
    for (
      let at = 2;
      at < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;
      at += 2 + bytes.readUInt16BE(at + 2)
    ) {
      const marker = bytes[at + 1]!
      if ((marker > 0xe0 && marker <= 0xef) || marker === 0xfe) found.push(`jpeg ${marker.toString(16)}`)
    }
    if (!bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9]))) found.push('jpeg trailer')
  } else if (bytes[0] === 0x89) {
    const fine = new Set([
      'IHDR',
      'PLTE',
      'IDAT',
      'IEND',
      'tRNS',
      'gAMA',
      'cHRM',
      'sRGB',
      'pHYs',
      'bKGD',
      'sBIT',
    ])
    let at = 8
    for (; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
      const type = bytes.toString('latin1', at + 4, at + 8)
      if (!fine.has(type)) found.push(`png ${type}`)
    }
    if (at !== bytes.length) found.push('png trailer')
  } else if (bytes.toString('latin1', 0, 4) === 'RIFF') {
    for (
      let at = 12;
      at + 8 <= bytes.length;
      at += 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)
    )
      if (!/^(VP8 |VP8L|VP8X|ALPH)$/.test(bytes.toString('latin1', at, at + 4)))
        found.push(`webp ${bytes.toString('latin1', at, at + 4)}`)
  } else found.push('not a picture')
  return found
}

await check('T15', () =>
  withDatabase(async ({ db }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-t15-'))
    const organisation = randomUUID() as OrganisationId
    const encoder = createEncoder()
    const media = createMedia({ db, clock: systemClock, log: createLog('silent'), folder, encoder })
    const put = (bytes: Buffer, name: string) => media.put(organisation, bytes, `upload:${name}`)
    const told = await tellingTooMuch()
    const findings: string[] = []
    let stored = 0
    let refused = 0
    let raw = 0
    for (const [name, bytes] of Object.entries(told)) {
      const result = await put(bytes, `../../${CANARY}/${name}`)
      if (result.ok) stored++
      else if (name !== 'bomb.png') findings.push(`${name}: ${JSON.stringify(result.refusal)}`)
      if (leftovers(bytes).length > 0) raw++
    }
    for (const [name, bytes] of Object.entries(noPictures(told['exif.jpg']!, told['exif.png']!))) {
      const result = await put(bytes, name)
      if (result.ok) findings.push(`${name} was stored`)
      else refused++
    }

    // Damaged ones: bytes turned over, cut and doubled; some are still pictures, none may do harm.
    const seeds = ['exif.jpg', 'exif.png', 'exif.webp', 'plain.gif'].map((name) => told[name]!)
    let state = 12345
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return state % below
    }
    for (let n = 0; n < MUTATIONS; n++) {
      const bytes = Buffer.from(seeds[n % seeds.length]!)
      for (let turns = 1 + random(12); turns > 0; turns--)
        bytes[random(n % 3 === 0 ? 200 : bytes.length)] = random(256)
      const cut = n % 5 === 0 ? bytes.subarray(0, random(bytes.length)) : bytes
      const result = await put(cut, `mutation-${n}`)
      if (result.ok) stored++
      else refused++
    }
    const good = await put(await noise(40, 40).jpeg().toBuffer(), 'last')
    if (!good.ok) findings.push('the last good picture was refused')

    // A picture as large as is allowed: what the worker needs at most.
    const large = await put(await noise(7_900, 5_000).jpeg({ quality: 60 }).toBuffer(), 'large')
    if (!large.ok && large.refusal.kind !== 'invalid') findings.push('the large picture')

    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    )
    for (const file of files) {
      if (!/^[0-9a-f]{64}\.(jpg|png|webp)$/.test(file.name)) findings.push(`a name: ${file.name}`)
      for (const left of leftovers(readFileSync(path.join(file.parentPath, file.name))))
        findings.push(`${file.name}: ${left}`)
    }
    const workerMb = Math.round(encoder.mostMemory / 1_048_576)
    encoder.close()
    if (findings.length > 0) process.stderr.write(`${findings.slice(0, 20).join('\n')}\n`)
    return {
      pass: findings.length === 0 && workerMb < 400,
      cases: stored + refused,
      stored,
      refused,
      files: files.length,
      metadata_left: findings.length,
      large_stored: large.ok,
      worker_most_mb: workerMb,
      threshold_mb: 400,
      control_metadata_left: raw,
      control_failed: raw >= 8,
    }
  }),
)
