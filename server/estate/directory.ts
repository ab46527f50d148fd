import type { Database } from '../platform/db/database.ts'
import type { Directory } from '../platform/identity/index.ts'
import { readOrganisation, readRights } from './store.ts'
import { readPersonRow } from './store-person.ts'

/** What identity asks about people. Somebody disabled, or not joined yet, is nobody. */
export function createDirectory(db: Database): Directory {
  return {
    async load(id, person) {
      const [organisation, row, rights] = await Promise.all([
        readOrganisation(db.read, id),
        readPersonRow(db.read, id, person),
        readRights(db.read, id, person),
      ])
      if (!organisation || row?.state !== 'active') return null
      return { person: { id: row.id, name: row.name, rights, session: null }, organisation, email: row.email }
    },
  }
}
