import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { verifyAudit } from '../platform/audit/verify-audit.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx, Role } from '../platform/context.ts'
import { can, createIdentity, type Identity } from '../platform/identity/index.ts'
import type { AccountId, PersonId, UnitId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import type { Result } from '../platform/result.ts'
import { createSecrets } from '../platform/secrets.ts'
import { giveFromMachine } from './from-machine.ts'
import * as estate from './index.ts'

const clock = fixedClock('2026-03-02T08:00:00Z')
const log = createLog('silent')
const from = {
  address: '192.0.2.7',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
}
const PASSWORD = 'heron slate marrow'

let base: TestDatabase
let identity: Identity
let deps: estate.SetUp
let head: Ctx
let root: UnitId

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const why = (result: Result<unknown>) =>
  result.ok ? 'allowed' : 'rule' in result.refusal ? result.refusal.rule : result.refusal.kind
const codeNow = (secret: string) => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) })
const totp = async () => {
  const { secret } = await identity.proposeTotp('someone@council.test')
  return { kind: 'totp' as const, secret, code: codeNow(secret) }
}
const ctxOf = async (token: string): Promise<Ctx> => {
  const signedIn = (await identity.sessionFromCookie(token))!
  return {
    db: base.db,
    person: signedIn.person,
    organisation: signedIn.organisation,
    clock,
    channels: null,
    log,
  }
}
/** Invites somebody and lets them join. */
const join = async (by: Ctx, name: string, role: Role, unit: UnitId) => {
  const email = `${name.toLowerCase()}@council.test`
  const invited = value(await estate.invitePerson(by, { name, email, role, unit }))
  const link = invited.link.replace('/join/', '')
  const joined = value(
    await estate.acceptInvitation(deps, { link, password: PASSWORD, factor: await totp(), from }),
  )
  return { id: joined.person, token: joined.token, ctx: await ctxOf(joined.token) }
}

/** What `add-admin` does: an administrator of the whole organisation, whom whoever sits at the machine has made. */
const atMachine = (by: Ctx, person: PersonId) =>
  giveFromMachine(by, { person, role: 'administrator', unit: root, account: null })

beforeAll(async () => {
  base = await testDatabase()
  const secrets = createSecrets(path.join(mkdtempSync(path.join(tmpdir(), 'folkmoot-estate-')), 'keys'))
  const directory = estate.createDirectory(base.db)
  identity = createIdentity({ db: base.db, clock, log, secrets, directory, origin: 'http://localhost:8080' })
  deps = { db: base.db, clock, log, identity }
})
afterAll(async () => {
  identity.close()
  await base.close()
})

describe('setting the place up', () => {
  test('a wrong link opens nothing', async () => {
    await estate.openSetup(deps)
    const form = {
      link: 'guess',
      name: 'X',
      area: null,
      person: { name: 'A', email: 'a@b.test', password: PASSWORD, factor: await totp() },
      from,
    }
    expect(why(await estate.createOrganisation(deps, form))).toBe('not-found')
    expect(await estate.checkSetup(deps, 'guess')).toBe(false)
  })

  test('the link makes one organisation with one administrator, and is used up', async () => {
    const first = (await estate.openSetup(deps))!
    const link = (await estate.openSetup(deps))!
    expect(await estate.checkSetup(deps, first)).toBe(false)
    const person = {
      name: ' Rhian\u202e  Price ',
      email: 'Rhian@Council.test',
      password: PASSWORD,
      factor: await totp(),
    }
    const form = { link, name: 'Arrel Borough Council', area: 'E07000121', person, from }
    expect(
      why(
        await estate.createOrganisation(deps, { ...form, person: { ...person, password: 'Arrelborough1!' } }),
      ),
    ).toBe('invalid')
    expect(
      why(
        await estate.createOrganisation(deps, { ...form, person: { ...person, factor: { kind: 'none' } } }),
      ),
    ).toBe('invalid')
    const both = await Promise.all([
      estate.createOrganisation(deps, form),
      estate.createOrganisation(deps, form),
    ])
    const made = value(both.find((result) => result.ok)!)
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(made.recoveryCodes).toHaveLength(10)
    expect(await estate.checkSetup(deps, link)).toBe(false)
    expect(await estate.openSetup(deps)).toBeNull()
    root = made.root
    head = await ctxOf(made.token)
    expect(head.person.name).toBe('Rhian Price')
    expect(can(head.person, 'estate.settings')).toBe(true)
  })
})

describe('units', () => {
  test('a unit cannot come to lie below itself, and the root stays', async () => {
    const north = value(await estate.createUnit(head, { name: 'North', parent: root }))
    const beat = value(await estate.createUnit(head, { name: 'Quay', parent: north.id }))
    head = {
      ...head,
      person: (await estate.createDirectory(base.db).load(head.organisation.id, head.person.id))!.person,
    }
    expect(why(await estate.moveUnit(head, { unit: north.id, parent: beat.id }))).toBe('circular')
    expect(why(await estate.moveUnit(head, { unit: north.id, parent: north.id }))).toBe('circular')
    expect(why(await estate.moveUnit(head, { unit: root, parent: beat.id }))).toBe('root-stays')
    expect(why(await estate.createUnit(head, { name: 'quay', parent: north.id }))).toBe('same-name')
    expect(why(await estate.renameUnit(head, { unit: beat.id, name: ' \u200b ' }))).toBe('invalid')
    expect(value(await estate.moveUnit(head, { unit: beat.id, parent: root })).path).toEqual([root, beat.id])
    expect(value(await estate.listUnits(head)).map((unit) => unit.name)).toEqual([
      'Arrel Borough Council',
      'North',
      'Quay',
    ])
  })

  test('moves at random, two at a time, never make a circle', async () => {
    const organisation = head.organisation.id
    for (let n = 0; n < 60; n++) {
      const units = value(await estate.listUnits(head))
      const pick = () => units[Math.floor(Math.random() * units.length)]!.id
      await Promise.all([
        estate.moveUnit(head, { unit: pick(), parent: pick() }),
        estate.moveUnit(head, { unit: pick(), parent: pick() }),
      ])
    }
    const counted = await sql<{
      n: number
    }>`select count(*)::int as n from estate_unit where organisation_id = ${organisation}`.execute(
      base.db.read,
    )
    const person = (await estate.createDirectory(base.db).load(organisation, head.person.id))!.person
    expect(value(await estate.listUnits({ ...head, person }))).toHaveLength(counted.rows[0]!.n)
  })
})

describe('people and rights', () => {
  let north: UnitId
  let local: Awaited<ReturnType<typeof join>>

  test('an invited person joins by a link that works once', async () => {
    north = value(await estate.createUnit(head, { name: 'North district', parent: root })).id
    head = {
      ...head,
      person: (await estate.createDirectory(base.db).load(head.organisation.id, head.person.id))!.person,
    }
    const invited = value(
      await estate.invitePerson(head, {
        name: 'Idris',
        email: 'idris@council.test',
        role: 'officer',
        unit: north,
      }),
    )
    const link = invited.link.replace('/join/', '')
    expect(value(await estate.readInvitation(deps, link)).name).toBe('Idris')
    const input = { link, password: PASSWORD, factor: await totp(), from }
    expect(why(await estate.acceptInvitation(deps, { ...input, factor: { kind: 'none' } }))).toBe('invalid')
    expect(why(await estate.acceptInvitation(deps, { ...input, password: 'short' }))).toBe('invalid')
    value(await estate.acceptInvitation(deps, input))
    expect(why(await estate.acceptInvitation(deps, input))).toBe('not-found')
    expect(
      why(
        await estate.invitePerson(head, {
          name: 'Idris',
          email: 'IDRIS@council.test',
          role: 'viewer',
          unit: north,
        }),
      ),
    ).toBe('known-address')
  })

  test('a link of eight days ago opens nothing', async () => {
    const { link } = value(
      await estate.invitePerson(head, {
        name: 'Late',
        email: 'late@council.test',
        role: 'viewer',
        unit: north,
      }),
    )
    const before = clock.now()
    clock.advance(8 * 86_400_000)
    expect(why(await estate.readInvitation(deps, link.replace('/join/', '')))).toBe('not-found')
    clock.set(before)
    const again = value(
      await estate.inviteAgain(head, {
        person: value(await estate.listPeople(head, { words: 'late' }))[0]!.id,
      }),
    )
    expect(again.link).not.toBe(link)
  })

  test('nobody gives above their own role, outside their units, or to themselves', async () => {
    local = await join(head, 'Lowri', 'administrator', north)
    const other = await join(head, 'Omar', 'viewer', root)
    const give = (ctx: Ctx, role: Role, unit: UnitId, person: PersonId) =>
      estate.grantRight(ctx, { person, role, unit })
    expect(why(await give(local.ctx, 'administrator', root, other.id))).toBe('above-own-role')
    expect(why(await give(local.ctx, 'officer', root, other.id))).toBe('above-own-role')
    expect(why(await give(local.ctx, 'approver', north, local.id))).toBe('own-rights')
    expect(why(await give(local.ctx, 'approver', north, other.id))).toBe('allowed')
    expect(why(await give(local.ctx, 'approver', north, other.id))).toBe('has-it-already')
    expect(
      why(
        await give(await ctxOf((await join(head, 'Ana', 'approver', root)).token), 'viewer', root, other.id),
      ),
    ).toBe('above-own-role')
    expect(
      why(
        await estate.invitePerson(local.ctx, {
          name: 'Eve',
          email: 'eve@council.test',
          role: 'viewer',
          unit: root,
        }),
      ),
    ).toBe('estate.people')
  })

  test('a right on one account reaches that account only', async () => {
    const someone = await join(head, 'Sioned', 'viewer', north)
    const account = '0198c000-0000-7000-8000-000000000001' as AccountId
    value(await estate.grantRight(head, { person: someone.id, role: 'officer', unit: north, account }))
    const { person } = (await estate.createDirectory(base.db).load(head.organisation.id, someone.id))!
    expect(can(person, 'publish.draft', { account })).toBe(true)
    expect(can(person, 'publish.draft', { unit: north })).toBe(false)
  })

  test('a local administrator cannot shut out, reset or sign out somebody above them', async () => {
    expect(why(await estate.disablePerson(local.ctx, { person: head.person.id }))).toBe('over-person')
    expect(why(await estate.inviteAgain(local.ctx, { person: head.person.id }))).toBe('over-person')
    expect(why(await estate.resetPerson(local.ctx, { person: head.person.id }))).toBe('over-person')
    const { sessions } = value(await estate.readPerson(head, { person: head.person.id }))
    expect(
      why(await estate.endSessionOf(local.ctx, { person: head.person.id, session: sessions[0]!.id })),
    ).toBe('over-person')
    expect(why(await estate.readPerson(local.ctx, { person: head.person.id }))).toBe('not-found')
  })

  test('the last administrator cannot be removed, disabled or reset, not even by two at once', async () => {
    const self = head.person.id
    expect(why(await estate.disablePerson(head, { person: self }))).toBe('last-administrator')
    expect(why(await estate.revokeRight(head, { person: self, role: 'administrator', unit: root }))).toBe(
      'last-administrator',
    )
    expect(why(await estate.resetPerson(head, { person: self }))).toBe('last-administrator')
    const second = await join(head, 'Second', 'administrator', root)
    const both = await Promise.all([
      estate.revokeRight(head, { person: second.id, role: 'administrator', unit: root }),
      estate.revokeRight(second.ctx, { person: self, role: 'administrator', unit: root }),
    ])
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    const left = both[0]!.ok ? head : second.ctx
    // Whoever is left gives it back, for the tests below.
    if (left !== head) await atMachine(left, self)
  })

  test('whoever has been in is reset, not invited again, and comes back without the power to approve', async () => {
    const second = await join(head, 'Third', 'administrator', root)
    await atMachine(head, second.id)
    const approver = await join(head, 'Aled', 'approver', north)
    const person = approver.id
    const confirm = (ctx: Ctx) => estate.confirmRight(ctx, { person, role: 'approver', unit: north })
    expect(why(await confirm(head))).toBe('own-gift')
    value(await confirm(second.ctx))
    expect(await identity.sessionFromCookie(approver.token), 'new rights, new session').toBeNull()
    approver.token = await base.db.transaction((tx) =>
      identity.openSession(tx, head.organisation.id, person, from),
    )
    expect(can((await ctxOf(approver.token)).person, 'publish.approve', { unit: north })).toBe(true)
    expect(why(await estate.inviteAgain(head, { person }))).toBe('has-joined')
    expect(await identity.sessionFromCookie(approver.token)).not.toBeNull()
    const reset = value(await estate.resetPerson(head, { person }))
    expect(reset.lifted).toMatchObject([{ role: 'approver', unit: north }])
    expect(await identity.sessionFromCookie(approver.token)).toBeNull()
    const told = value(await estate.listAudit(head, { action: 'estate.person-reset' }))
    expect(told[0]).toMatchObject({
      subject: `person:${person}`,
      detail: { was: 'active', sessionsEnded: 1, codeApp: true, passkeys: 0, rolesLifted: 1 },
    })
    // The link is not to be had once more by another way.
    expect(why(await estate.inviteAgain(head, { person }))).toBe('has-joined')
    expect(why(await confirm(second.ctx)), 'whoever holds the link may not have used it yet').toBe(
      'not-in-yet',
    )
    const link = reset.link.replace('/join/', '')
    const back = value(
      await estate.acceptInvitation(deps, { link, password: PASSWORD, factor: await totp(), from }),
    )
    expect(can((await ctxOf(back.token)).person, 'publish.approve', { unit: north })).toBe(false)
    const give = (ctx: Ctx) => estate.grantRight(ctx, { person, role: 'approver', unit: north })
    expect(why(await give(head))).toBe('own-link')
    expect(why(await give(second.ctx))).toBe('allowed')
    value(await estate.revokeRight(head, { person: second.id, role: 'administrator', unit: root }))
  })

  test('an administrator without keys is not one who runs the place', async () => {
    const other = await join(head, 'Keyless', 'administrator', root)
    await atMachine(head, other.id)
    value(await estate.resetPerson(head, { person: other.id }))
    value(await estate.disablePerson(head, { person: other.id }))
    value(await estate.enablePerson(head, { person: other.id }))
    const state = value(await estate.readPerson(head, { person: other.id })).person.state
    expect(state, 'they wait for a new link').toBe('invited')
    await sql`delete from estate_right where role = 'administrator' and unit_id = ${root}
      and person_id not in (${head.person.id}, ${other.id})`.execute(base.db.read)
    // Not even where the row says that they are in.
    await sql`update estate_person set state = 'active' where id = ${other.id}`.execute(base.db.read)
    await atMachine(head, other.id)
    expect(why(await estate.disablePerson(head, { person: head.person.id }))).toBe('last-administrator')
    await sql`update estate_person set state = 'disabled' where id = ${other.id}`.execute(base.db.read)
  })

  test('a new name is in the audit trail with the old one', async () => {
    const someone = await join(head, 'Mari', 'viewer', north)
    value(await estate.renamePerson(head, { person: someone.id, name: 'Mari Ellis' }))
    const [row] = value(await estate.listAudit(head, { action: 'estate.person-changed' }))
    expect(row!.detail).toEqual({ fields: ['name'], before: 'Mari', after: 'Mari Ellis' })
  })

  test('a change of role ends the sessions that were opened before it', async () => {
    const someone = await join(head, 'Rolf', 'viewer', north)
    expect(await identity.sessionFromCookie(someone.token)).not.toBeNull()
    const back = (await estate.createDirectory(base.db).load(head.organisation.id, head.person.id))!
    value(
      await estate.grantRight(
        { ...head, person: back.person },
        { person: someone.id, role: 'officer', unit: north },
      ),
    )
    expect(await identity.sessionFromCookie(someone.token)).toBeNull()
  })

  test('a disabled person is out at once, and what they hold is listed', async () => {
    const leaver = await join(head, 'Gwen', 'officer', north)
    estate.registerOwnedWork('search', async (_on, _organisation, person) =>
      person === leaver.id ? [{ kind: 'search', id: '1', title: 'Floods' }] : [],
    )
    let told = 0
    const session = (await identity.sessionFromCookie(leaver.token))!.session
    identity.onSessionEnded(session, () => told++)
    const { orphaned } = value(await estate.disablePerson(head, { person: leaver.id }))
    expect(orphaned).toEqual([{ kind: 'search', id: '1', title: 'Floods' }])
    expect(await identity.sessionFromCookie(leaver.token)).toBeNull()
    await expect.poll(() => told, { timeout: 5_000 }).toBe(1)
    expect(why(await identity.signIn({ email: 'gwen@council.test', password: PASSWORD, from }))).toBe(
      'invalid',
    )
    expect(why(await estate.renamePerson(leaver.ctx, { person: local.id, name: 'X' }))).toBe('over-person')
    value(await estate.enablePerson(head, { person: leaver.id }))
    expect(value(await identity.signIn({ email: 'gwen@council.test', password: PASSWORD, from })).needs).toBe(
      'totp',
    )
  })

  test('everything above is in the audit trail, and its chain is whole', async () => {
    const trail = value(await estate.listAudit(head, { action: 'estate.', limit: 500 }))
    for (const action of [
      'estate.organisation-created',
      'estate.person-invited',
      'estate.person-disabled',
      'estate.right-granted',
    ])
      expect(trail.some((row) => row.action === action)).toBe(true)
    expect(why(await estate.listAudit(local.ctx))).toBe('estate.audit')
    expect(await verifyAudit(base.db, head.organisation.id)).toMatchObject({ ok: true })
  })
})

describe('an exercise organisation', () => {
  test('has four people in four roles, who sign in by password alone, and is closed to other organisations', async () => {
    const made = value(await estate.createExerciseOrganisation(deps, { link: null, by: head.person, from }))
    expect(made.people.map(({ role }) => role).sort()).toEqual([
      'administrator',
      'approver',
      'officer',
      'viewer',
    ])
    const signedIn = (await identity.sessionFromCookie(made.token))!
    expect(signedIn.organisation.kind).toBe('exercise')
    for (const { email, password } of made.people)
      expect(value(await identity.signIn({ email, password, from })).needs).toBeNull()
    const ctx = await ctxOf(made.token)
    expect(why(await estate.readPerson(ctx, { person: head.person.id }))).toBe('not-found')
    expect(value(await estate.listPeople(ctx)).map(({ id }) => id)).not.toContain(head.person.id)
    expect(why(await estate.createExerciseOrganisation(deps, { link: null, from }))).toBe('estate.settings')
    expect(why(await estate.createExerciseOrganisation(deps, { link: 'guess', from }))).toBe('not-found')
  })
})
