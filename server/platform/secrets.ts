import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type { Database } from './db/database.ts'

/** Where a secret lies. It opens nowhere else: two rows whose ciphertexts are swapped both refuse. */
export interface SecretPlace {
  organisation: string
  table: string
  row: string
  column: string
}

export interface Secrets {
  /** AES-256-GCM with a random nonce; `v1.<key id>.<nonce>.<tag>.<ciphertext>`, base64url. */
  seal(plain: string, place: SecretPlace): string
  /** Throws `SecretRefused` when altered, moved to another place, or sealed under a key that is not in the file. */
  open(sealed: string, place: SecretPlace): string
  /** The id of the key that `seal` uses now. */
  readonly keyId: string
  /** Makes a new key, puts it first in the key file and uses it from now on. Old ones still open. */
  addKey(): string
  /** Forgets every key but the current one. Only after `resealAll` found nothing left. */
  forgetOldKeys(): void
}

export class SecretRefused extends Error {
  override name = 'SecretRefused'
}

interface KeyFile {
  current: string
  keys: Record<string, string>
}

/**
 * Secrets at rest under the keys of one file: mode 0600, outside the database's data folder, made when absent.
 * A file that others may read is refused. Losing it makes every sealed column unreadable: back it up apart.
 */
export function createSecrets(keyFile: string): Secrets {
  let file = existsSync(keyFile)
    ? readKeyFile(keyFile)
    : writeKeyFile(keyFile, withNewKey({ current: '', keys: {} }))

  const keyOf = (id: string): Buffer => {
    const key = Object.hasOwn(file.keys, id) ? file.keys[id] : undefined
    if (!key) throw new SecretRefused(`sealed under key ${id}, which is not in the key file`)
    return Buffer.from(key, 'base64')
  }

  return {
    get keyId() {
      return file.current
    },
    seal(plain, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(file.current), nonce)
      cipher.setAAD(bind(place, file.current))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))
      return ['v1', file.current, ...parts].join('.')
    },
    open(sealed, place) {
      const [version, id, nonce, tag, body, ...rest] = sealed.split('.')
      if (version !== 'v1' || !id || !nonce || !tag || body === undefined || rest.length > 0)
        throw new SecretRefused('not a sealed secret')
      const key = keyOf(id)
      const tagBytes = Buffer.from(tag, 'base64url')
      if (tagBytes.length !== 16) throw new SecretRefused('not a sealed secret')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: 16,
        })
        decipher.setAAD(bind(place, id))
        decipher.setAuthTag(tagBytes)
        return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        throw new SecretRefused(
          `the secret in ${place.table}.${place.column} was altered or belongs elsewhere`,
        )
      }
    },
    addKey() {
      file = writeKeyFile(keyFile, withNewKey(file))
      return file.current
    },
    forgetOldKeys() {
      file = writeKeyFile(keyFile, {
        current: file.current,
        keys: { [file.current]: file.keys[file.current]! },
      })
    },
  }
}

/** The place and the key id as bytes that no other place can spell (lengths first, so nothing runs together). */
function bind(place: SecretPlace, keyId: string): Buffer {
  const parts = ['folkmoot', keyId, place.organisation, place.table, place.row, place.column]
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(','))
}

function withNewKey(file: KeyFile): KeyFile {
  const id = randomBytes(4).toString('hex')
  return { current: id, keys: { ...file.keys, [id]: randomBytes(32).toString('base64') } }
}

function readKeyFile(keyFile: string): KeyFile {
  const mode = statSync(keyFile).mode & 0o777
  if (mode & 0o077)
    throw new Error(
      `the key file ${keyFile} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${keyFile}`,
    )
  const read: unknown = JSON.parse(readFileSync(keyFile, 'utf8'))
  if (!isKeyFile(read)) throw new Error(`${keyFile} is not a key file of Folkmoot`)
  return read
}

function isKeyFile(read: unknown): read is KeyFile {
  if (typeof read !== 'object' || read === null || !('current' in read) || !('keys' in read)) return false
  const { current, keys } = read
  if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) return false
  const every = Object.values(keys).every(
    (key) => typeof key === 'string' && Buffer.from(key, 'base64').length === 32,
  )
  return every && Object.hasOwn(keys, current)
}

/** Whole or not at all: a key file cut short would lose every secret. */
function writeKeyFile(keyFile: string, file: KeyFile): KeyFile {
  mkdirSync(path.dirname(keyFile), { recursive: true, mode: 0o700 })
  const fresh = `${keyFile}.new`
  writeFileSync(fresh, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true })
  chmodSync(fresh, 0o600)
  renameSync(fresh, keyFile)
  return file
}

/** A column that holds sealed text, and how its rows are named in the AAD. */
export interface SealedColumn {
  table: string
  column: string
  /** SQL columns that name the row after `organisation_id`; their values joined by `/` are `SecretPlace.row`. */
  row: string[]
}

/** The sealed columns of the platform; slices add theirs when they are wired. */
export const PLATFORM_SEALED: readonly SealedColumn[] = [
  { table: 'identity_totp', column: 'secret', row: ['person_id'] },
]

/**
 * Seals every row of these columns under the current key. Safe to run again and while the app runs: a row is
 * replaced only if it is still what was read. Returns how many rows changed and how many are left on other keys.
 */
export async function resealAll(
  db: Database,
  secrets: Secrets,
  columns: readonly SealedColumn[],
): Promise<{ changed: number; left: number }> {
  let changed = 0
  let left = 0
  const stale = (column: string) => sql`not starts_with(${sql.ref(column)}, ${`v1.${secrets.keyId}.`})`
  for (const { table, column, row } of columns) {
    const name = sql.join(
      row.map((part) => sql`${sql.ref(part)}::text`),
      sql`, '/', `,
    )
    const found = await sql<{ organisation: string; row: string; sealed: string }>`
      select organisation_id as organisation, concat(${name}) as row, ${sql.ref(column)} as sealed
      from ${sql.table(table)} where ${stale(column)}`.execute(db.read)
    for (const { organisation, row: rowName, sealed } of found.rows) {
      const place = { organisation, table, row: rowName, column }
      const next = secrets.seal(secrets.open(sealed, place), place)
      const done = await db.transaction((tx) =>
        sql`update ${sql.table(table)} set ${sql.ref(column)} = ${next}
          where organisation_id = ${organisation} and concat(${name}) = ${rowName} and ${sql.ref(column)} = ${sealed}`.execute(
          tx,
        ),
      )
      changed += Number(done.numAffectedRows ?? 0)
    }
    const rest = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} where ${stale(column)}`.execute(db.read)
    left += rest.rows[0]!.n
  }
  return { changed, left }
}
