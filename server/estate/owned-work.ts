import type { Executor } from '../platform/db/database.ts'
import type { OrganisationId, PersonId } from '../platform/ids.ts'
import type { OrphanedWork } from './estate.ts'

type Find = (on: Executor, organisation: OrganisationId, person: PersonId) => Promise<OrphanedWork[]>

const finders = new Map<string, Find>()

/** Slices say here what they hold in a person's name (wired in app.ts), so that a leaver's work can be listed. */
export function registerOwnedWork(kind: string, find: Find): void {
  finders.set(kind, find)
}

/** Everything that is held in a person's name, kind by kind. */
export async function ownedWork(
  on: Executor,
  organisation: OrganisationId,
  person: PersonId,
): Promise<OrphanedWork[]> {
  const work: OrphanedWork[] = []
  for (const find of finders.values()) work.push(...(await find(on, organisation, person)))
  return work
}
