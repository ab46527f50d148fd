/**
 * The only code of ours that looks inside a picture that somebody sent. Runs as a process of its own, which the parent
 * watches and kills (`encoder.ts`); it has no database, no keys and no network. One picture at a time.
 */
import sharp from 'sharp'
import type { Asked, Encoded, Kind, Refused } from './encoder.ts'

const MOST_PIXELS = 40_000_000
const LONGEST_SIDE = 4_096

// Everything that libvips could read is shut, then the four plain picture formats are opened again.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
})
sharp.cache(false)
sharp.concurrency(1)

const OUT: Record<string, Kind> = { jpeg: 'jpeg', png: 'png', webp: 'webp', gif: 'png' }

/** Decodes and encodes anew: what comes out is pixels of ours, upright, without any metadata. */
async function encode(bytes: Uint8Array): Promise<Encoded | Refused> {
  const input = () =>
    sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'warning', sequentialRead: true, pages: 1 })
  const { format, width = 0, height = 0 } = await input().metadata()
  const kind = OUT[format ?? '']
  if (!kind) return { refused: 'not-a-picture' }
  if (width * height > MOST_PIXELS) return { refused: 'too-many-pixels' }
  const upright = input()
    .autoOrient()
    .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
  const encoded =
    kind === 'jpeg'
      ? upright.jpeg({ quality: 85 })
      : kind === 'webp'
        ? upright.webp({ quality: 85 })
        : upright.png({ compressionLevel: 8 })
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
  return { kind, bytes: data, width: info.width, height: info.height }
}

process.on('message', (asked: Asked) => {
  encode(asked.bytes)
    .catch(
      (error: Error): Refused => ({ refused: /pixel/i.test(error.message) ? 'too-many-pixels' : 'broken' }),
    )
    .then((answer) => process.send!({ id: asked.id, answer }))
    .catch(() => process.exit(1))
})
process.on('disconnect', () => process.exit(0))
