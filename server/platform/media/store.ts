import { sql } from 'kysely'
import type { Executor } from '../db/database.ts'
import type { OrganisationId } from '../ids.ts'
import type { Kind } from './encoder.ts'

export interface StoredFile {
  hash: string
  kind: Kind
  bytes: number
  width: number
  height: number
}

const COLUMNS = sql`hash, kind, bytes, width, height`

export async function findFile(
  on: Executor,
  organisation: OrganisationId,
  hash: string,
): Promise<StoredFile | null> {
  const found = await sql<StoredFile>`
    select ${COLUMNS} from media_file where organisation_id = ${organisation} and hash = ${hash}`.execute(on)
  return found.rows[0] ?? null
}

/** The file that these very bytes became before. */
export async function findByOriginal(
  on: Executor,
  organisation: OrganisationId,
  originalHash: string,
): Promise<StoredFile | null> {
  const found = await sql<StoredFile>`
    select ${COLUMNS} from media_file where organisation_id = ${organisation} and original_hash = ${originalHash} limit 1`.execute(
    on,
  )
  return found.rows[0] ?? null
}

/** Locks a file against being erased while somebody takes hold of it, to the end of the transaction. */
export async function lockHash(tx: Executor, organisation: OrganisationId, hash: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`media:${organisation}:${hash}`}, 0))`.execute(tx)
}

export async function insertFile(
  tx: Executor,
  organisation: OrganisationId,
  file: StoredFile & { originalHash: string; now: Date },
): Promise<void> {
  await sql`
    insert into media_file (organisation_id, hash, kind, bytes, width, height, original_hash, stored_at)
    values (${organisation}, ${file.hash}, ${file.kind}, ${file.bytes}, ${file.width}, ${file.height},
      ${file.originalHash}, ${file.now})
    on conflict do nothing`.execute(tx)
}

export async function insertHold(
  tx: Executor,
  organisation: OrganisationId,
  hash: string,
  holder: string,
): Promise<void> {
  await sql`
    insert into media_hold (organisation_id, hash, holder) values (${organisation}, ${hash}, ${holder})
    on conflict do nothing`.execute(tx)
}

/** Lets go; returns the files that nobody holds any more, whose rows are gone. */
export async function deleteHolds(
  tx: Executor,
  organisation: OrganisationId,
  holder: string,
): Promise<StoredFile[]> {
  const held = await sql<{ hash: string }>`
    delete from media_hold where organisation_id = ${organisation} and holder = ${holder} returning hash`.execute(
    tx,
  )
  const left: StoredFile[] = []
  for (const { hash } of held.rows.sort((a, b) => (a.hash < b.hash ? -1 : 1))) {
    await lockHash(tx, organisation, hash)
    const gone = await sql<StoredFile>`
      delete from media_file f where organisation_id = ${organisation} and hash = ${hash}
        and not exists (select 1 from media_hold h where h.organisation_id = f.organisation_id and h.hash = f.hash)
      returning ${COLUMNS}`.execute(tx)
    left.push(...gone.rows)
  }
  return left
}

export async function everyHash(on: Executor, organisation: OrganisationId): Promise<Set<string>> {
  const found = await sql<{
    hash: string
  }>`select hash from media_file where organisation_id = ${organisation}`.execute(on)
  return new Set(found.rows.map((row) => row.hash))
}
