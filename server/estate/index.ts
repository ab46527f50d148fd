/**
 * The estate: organisations, their tree of units, the people in them and the rights those people hold.
 * Tables: estate_organisation, estate_unit, estate_person, estate_right, estate_invitation, estate_setup.
 * Emits what `events.ts` lists.
 */

// before anyone is signed in
export { acceptInvitation, readInvitation } from './accept-invitation.ts'
// the organisation
export { changeOrganisation } from './change-organisation.ts'
// units
export { moveUnit, renameUnit } from './change-unit.ts'
// rights
export { confirmRight } from './confirm-right.ts'
export { createExerciseOrganisation } from './create-exercise-organisation.ts'
export { createOrganisation } from './create-organisation.ts'
export { createUnit } from './create-unit.ts'
// for app.ts
export { createDirectory } from './directory.ts'
// people
export { disablePerson, enablePerson } from './disable-person.ts'
export { endSessionOf } from './end-session-of.ts'
export type * from './estate.ts'
export type * from './events.ts'
export { grantRight, type RightInput, revokeRight } from './grant-right.ts'
export { type Invited, inviteAgain, invitePerson } from './invite-person.ts'
export { checkAudit, listAudit } from './list-audit.ts'
export { listPeople, readPerson } from './list-people.ts'
export { listUnits } from './list-units.ts'
export { registerOwnedWork } from './owned-work.ts'
export { renamePerson } from './rename-person.ts'
export { type Reset, resetPerson } from './reset-person.ts'
export { checkSetup, isSetUp, openSetup } from './set-up.ts'
export { everyOrganisation, readOrganisation } from './store.ts'
