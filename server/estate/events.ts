import type { OrganisationId, PersonId, UnitId } from '../platform/ids.ts'

/** What the estate tells others. */
export type EstateEvent =
  | { type: 'estate.organisation-created'; data: { organisation: OrganisationId; kind: 'live' | 'exercise' } }
  | { type: 'estate.organisation-changed'; data: { fields: string[] } }
  | { type: 'estate.unit-created' | 'estate.unit-changed'; data: { unit: UnitId } }
  | {
      type: 'estate.person-invited' | 'estate.person-joined' | 'estate.person-changed'
      data: { person: PersonId }
    }
  | {
      type: 'estate.person-disabled' | 'estate.person-enabled' | 'estate.person-reset'
      data: { person: PersonId }
    }
  | {
      type: 'estate.right-granted' | 'estate.right-confirmed' | 'estate.right-revoked'
      data: { person: PersonId; unit: UnitId }
    }
