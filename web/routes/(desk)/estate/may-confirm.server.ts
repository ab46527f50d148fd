import type { HeldRole, PersonRow } from '../../../../server/estate/estate.ts'
import type { Person } from '../../../../server/platform/context.ts'
import { mayGrant } from '../../../edge.server.ts'

/** Shall this page offer to confirm this role? The command decides; this only spares a button that says no. */
export const mayConfirm = (by: Person, person: Pick<PersonRow, 'id' | 'state'>, held: HeldRole): boolean =>
  held.standing !== 'settled' &&
  held.givenBy !== by.id &&
  person.id !== by.id &&
  person.state === 'active' &&
  mayGrant(by, held.role, { unit: held.unit })
