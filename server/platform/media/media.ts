import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'
import { isId, type OrganisationId } from '../ids.ts'
import type { Log } from '../log.ts'
import { said } from '../messages.ts'
import { invalid, ok, type Result, type Said } from '../result.ts'
import type { Encoder, Kind, Refused } from './encoder.ts'
import {
  deleteHolds,
  everyHash,
  findByOriginal,
  findFile,
  insertFile,
  insertHold,
  lockHash,
  type StoredFile,
} from './store.ts'

export const LARGEST_PICTURE = 20 * 1_048_576

export interface Media {
  /**
   * Takes in a picture: looks at what it is, encodes it anew without any metadata, keeps it under the hash of the
   * result. `holder` (`record_post:0198…`) is why it is kept. Refusal: invalid, on field `file`.
   */
  put(organisation: OrganisationId, bytes: Uint8Array, holder: string): Promise<Result<StoredFile>>
  /** The stored picture; null when there is none. Send it with `securityHeaders({ kind: 'file' })`. */
  read(
    organisation: OrganisationId,
    hash: string,
  ): Promise<(StoredFile & { contents: Uint8Array; contentType: string }) | null>
  /** Lets go of everything that this holder held; what nobody holds is erased when the transaction is committed. */
  release(tx: Tx, organisation: OrganisationId, holder: string): Promise<{ erased: string[] }>
  /** Removes files that no row knows (left by a crash between the two); returns how many. */
  sweep(organisation: OrganisationId): Promise<number>
}

/** What the file says it is by its first bytes; only these are looked into at all. */
const SNIFFED = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
const EXTENSION: Record<Kind, string> = { jpeg: 'jpg', png: 'png', webp: 'webp' }

const REFUSED = {
  'not-a-picture': said('picture-not'),
  'too-many-pixels': said('picture-pixels'),
  broken: said('picture-broken'),
  'too-costly': said('picture-costly'),
} satisfies Record<Refused['refused'], Said>

/** Pictures, content-addressed, under `folder`, one folder an organisation. Names never carry what a person typed. */
export function createMedia(deps: {
  db: Database
  clock: Clock
  log: Log
  folder: string
  encoder: Encoder
}): Media {
  const { db, clock, log, encoder } = deps
  const folderOf = (organisation: OrganisationId): string => {
    if (!isId(organisation)) throw new Error('not an organisation')
    return path.join(deps.folder, organisation)
  }
  const fileOf = (organisation: OrganisationId, file: Pick<StoredFile, 'hash' | 'kind'>): string =>
    path.join(folderOf(organisation), file.hash.slice(0, 2), `${file.hash}.${EXTENSION[file.kind]}`)

  /** Whole or not at all, and on the disk before the row says so. */
  async function write(to: string, bytes: Uint8Array): Promise<void> {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    const half = `${to}.${process.pid}.half`
    const handle = await open(half, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, to)
  }

  return {
    async put(organisation, bytes, holder) {
      if (bytes.length > LARGEST_PICTURE)
        return invalid('file', said('picture-large', LARGEST_PICTURE / 1_048_576))
      const sniffed = await fileTypeFromBuffer(bytes).catch(() => undefined)
      if (!sniffed || !SNIFFED.has(sniffed.mime)) return invalid('file', REFUSED['not-a-picture'])
      const originalHash = sha256(bytes)
      const known = await findByOriginal(db.read, organisation, originalHash)
      const encoded = known ? null : await encoder.encode(bytes)
      if (encoded && 'refused' in encoded) return invalid('file', REFUSED[encoded.refused])
      const file: StoredFile = encoded
        ? {
            hash: sha256(encoded.bytes),
            kind: encoded.kind,
            bytes: encoded.bytes.length,
            width: encoded.width,
            height: encoded.height,
          }
        : known!
      const kept = await db.transaction(async (tx) => {
        await lockHash(tx, organisation, file.hash)
        // Under the lock nobody erases it: either it is there still, or it is written again from what we have.
        const there = await findFile(tx, organisation, file.hash)
        if (!there && !encoded) return false
        if (!there && encoded) {
          await write(fileOf(organisation, file), encoded.bytes)
          await insertFile(tx, organisation, { ...file, originalHash, now: clock.now() })
        }
        await insertHold(tx, organisation, file.hash, holder)
        return true
      })
      // It was erased after we had found it: now it is not known, and is encoded anew outside the transaction.
      return kept ? ok(file) : this.put(organisation, bytes, holder)
    },

    async read(organisation, hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null
      const file = await findFile(db.read, organisation, hash)
      if (!file) return null
      const contents = await readFile(fileOf(organisation, file)).catch(() => null)
      if (!contents) return null
      return { ...file, contents, contentType: `image/${file.kind}` }
    },

    async release(tx, organisation, holder) {
      const erased = await deleteHolds(tx, organisation, holder)
      tx.pending.afterCommit.push(() => {
        for (const file of erased)
          rm(fileOf(organisation, file), { force: true }).catch((error: Error) =>
            log.warn({ reason: error.message }, 'a picture could not be erased; the sweep will'),
          )
      })
      return { erased: erased.map(({ hash }) => hash) }
    },

    async sweep(organisation) {
      const folder = folderOf(organisation)
      const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
      // Rows are read after the files: what was written meanwhile has its row, or is too new to be looked at.
      const known = await everyHash(db.read, organisation)
      let removed = 0
      for (const file of files) {
        if (!file.isFile() || known.has(file.name.slice(0, 64))) continue
        const at = path.join(file.parentPath, file.name)
        const hash = file.name.slice(0, 64)
        const gone = await db.transaction(async (tx) => {
          await lockHash(tx, organisation, hash)
          if (await findFile(tx, organisation, hash)) return false
          await rm(at, { force: true })
          return true
        })
        if (gone) removed++
      }
      return removed
    },
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
