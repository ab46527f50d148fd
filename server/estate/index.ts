/**
 * The estate: organisations, their tree of units, the people in them and the rights those people hold.
 * Tables: estate_organisation, estate_unit, estate_person, estate_right, estate_invitation, estate_setup.
 * Emits: estate.organisation-created, estate.unit-created, estate.unit-changed, estate.person-invited,
 * estate.person-joined, estate.person-disabled, estate.person-enabled, estate.right-granted, estate.right-revoked.
 */
import type { Ctx, Role } from '../platform/context.ts'
import type { Database, Executor } from '../platform/db/database.ts'
import type { Directory, Factor, Origin, Session } from '../platform/identity/index.ts'
import type { AccountId, OrganisationId, PersonId, UnitId } from '../platform/ids.ts'
import type { Result } from '../platform/result.ts'
import type {
  ExerciseOrganisation,
  Invitation,
  NewOrganisation,
  OrganisationForm,
  OrphanedWork,
  PersonRow,
  SetUp,
  Unit,
} from './estate.ts'

export type * from './estate.ts'

// before anyone is signed in
/** At start: the token of the one-time set-up link, made anew at each start; null once a live organisation exists. */
export declare function openSetup(deps: Pick<SetUp, 'db' | 'clock'>): Promise<string | null>
/** Does this token open the set-up page? */
export declare function checkSetup(deps: Pick<SetUp, 'db' | 'clock'>, link: string): Promise<boolean>
export declare function createOrganisation(
  deps: SetUp,
  form: OrganisationForm,
): Promise<Result<NewOrganisation>>
export declare function createExerciseOrganisation(
  deps: SetUp,
  input: { link: string | null; name?: string; from: Origin },
): Promise<Result<ExerciseOrganisation>>
export declare function readInvitation(
  deps: Pick<SetUp, 'db' | 'clock'>,
  link: string,
): Promise<Result<Invitation>>
export declare function acceptInvitation(
  deps: SetUp,
  input: { link: string; password: string | null; factor: Factor; from: Origin },
): Promise<Result<{ person: PersonId; organisation: OrganisationId; token: string; recoveryCodes: string[] }>>
/** What identity asks about people. */
export declare function createDirectory(db: Database): Directory

// units
export declare function createUnit(ctx: Ctx, input: { name: string; parent: UnitId }): Promise<Result<Unit>>
export declare function renameUnit(ctx: Ctx, input: { unit: UnitId; name: string }): Promise<Result<Unit>>
/** A unit may not become its own descendant's child; the root does not move. */
export declare function moveUnit(ctx: Ctx, input: { unit: UnitId; parent: UnitId }): Promise<Result<Unit>>
export declare function listUnits(ctx: Ctx): Promise<Result<Unit[]>>

// people
/** `link` is the path to send them, shown once: `/join/<token>`; it works once and for 7 days. */
export declare function invitePerson(
  ctx: Ctx,
  input: { name: string; email: string; role: Role; unit: UnitId },
): Promise<Result<{ person: PersonId; link: string; expiresAt: Date }>>
/** A fresh link for an invited person, or for one who lost password or second factor (their old ones die). */
export declare function inviteAgain(
  ctx: Ctx,
  input: { person: PersonId },
): Promise<Result<{ person: PersonId; link: string; expiresAt: Date }>>
/** At once: sessions, streams and keys die within 5 s. */
export declare function disablePerson(
  ctx: Ctx,
  input: { person: PersonId },
): Promise<Result<{ orphaned: OrphanedWork[] }>>
export declare function enablePerson(ctx: Ctx, input: { person: PersonId }): Promise<Result<void>>
export declare function renamePerson(
  ctx: Ctx,
  input: { person: PersonId; name: string },
): Promise<Result<void>>
export declare function listPeople(
  ctx: Ctx,
  input?: { unit?: UnitId; state?: PersonRow['state']; words?: string },
): Promise<Result<PersonRow[]>>
export declare function readPerson(
  ctx: Ctx,
  input: { person: PersonId },
): Promise<Result<{ person: PersonRow; sessions: Session[]; work: OrphanedWork[] }>>
/** An administrator ends somebody's session. */
export declare function endSessionOf(
  ctx: Ctx,
  input: { person: PersonId; session: string },
): Promise<Result<void>>

// rights
export declare function grantRight(
  ctx: Ctx,
  input: { person: PersonId; role: Role; unit: UnitId; account?: AccountId | null },
): Promise<Result<void>>
export declare function revokeRight(
  ctx: Ctx,
  input: { person: PersonId; role: Role; unit: UnitId; account?: AccountId | null },
): Promise<Result<void>>

// the organisation
export declare function changeOrganisation(
  ctx: Ctx,
  input: { name?: string; area?: string | null; timeZone?: string },
): Promise<Result<void>>

/** Slices say here what they hold in a person's name (wired in app.ts), so that a leaver's work can be listed. */
export declare function registerOwnedWork(
  kind: string,
  find: (on: Executor, organisation: OrganisationId, person: PersonId) => Promise<OrphanedWork[]>,
): void
