import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Ctx, Organisation, Role } from '../platform/context.ts'
import { can, createIdentity, type Identity } from '../platform/identity/index.ts'
import { newId, type OrganisationId, type PersonId, type UnitId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import type { Result } from '../platform/result.ts'
import { createSecrets } from '../platform/secrets.ts'
import { addPerson, layFoundation } from './create-organisation.ts'
import { giveFromMachine } from './from-machine.ts'
import * as estate from './index.ts'

// One administrator must not be both pairs of eyes: whatever one alone does, nobody comes to approve by it.

const clock = fixedClock('2026-03-02T08:00:00Z')
const log = createLog('silent')
const from = { address: '192.0.2.7', agent: 'Firefox' }

let base: TestDatabase
let identity: Identity
let organisation: Organisation
let root: UnitId
/** The administrator who has gone over. */
let rogue: Ctx

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const why = (result: Result<unknown>) =>
  result.ok ? 'allowed' : 'rule' in result.refusal ? result.refusal.rule : result.refusal.kind
const ctxOf = async (token: string): Promise<Ctx> => {
  const { person } = (await identity.sessionFromCookie(token))!
  return { db: base.db, person, organisation, clock, channels: null, log }
}
const totp = async () => {
  const { secret } = await identity.proposeTotp('someone@council.test')
  const code = generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) })
  return { kind: 'totp' as const, secret, code }
}
/** Whoever holds the link becomes that person. */
const use = async (link: string) => {
  const factor = await totp()
  const given = { link: link.replace('/join/', ''), password: 'heron slate marrow', factor, from }
  const joined = value(await estate.acceptInvitation({ db: base.db, clock, log, identity }, given))
  return { id: joined.person, ctx: await ctxOf(joined.token) }
}
const invite = (by: Ctx, role: Role, unit = root) =>
  estate.invitePerson(by, { name: role, email: `${newId(Date.now())}@council.test`, role, unit })
const join = async (by: Ctx, role: Role, unit = root) => use(value(await invite(by, role, unit)).link)
/** An administrator who is really another person: made by two, or at the machine. */
const honest = async () => {
  const other = await join(rogue, 'administrator')
  await giveFromMachine(rogue, { person: other.id, role: 'administrator', unit: root, account: null })
  return other
}
const rightsNow = async (person: PersonId) =>
  (await estate.createDirectory(base.db).load(organisation.id, person))?.person ?? { rights: [] }
const approves = async (person: PersonId) => can(await rightsNow(person), 'publish.approve')
const runs = async (person: PersonId) => can(await rightsNow(person), 'estate.rights')
const standingOf = async (by: Ctx, person: PersonId) =>
  value(await estate.readPerson(by, { person })).person.roles.map(({ role, standing }) => [role, standing])

beforeAll(async () => {
  base = await testDatabase()
  const secrets = createSecrets(path.join(mkdtempSync(path.join(tmpdir(), 'folkmoot-two-')), 'keys'))
  const directory = estate.createDirectory(base.db)
  identity = createIdentity({ db: base.db, clock, log, secrets, directory, origin: 'http://localhost:8080' })
})
afterAll(async () => {
  identity.close()
  await base.close()
})
beforeEach(async () => {
  const id = newId<OrganisationId>(Date.now())
  organisation = { id, name: 'Arrel', kind: 'live', area: null, timeZone: 'Europe/London' }
  const person = {
    id: newId<PersonId>(Date.now()),
    name: 'Rogue',
    email: `${newId(Date.now())}@council.test`,
  }
  const prepared = await identity.prepare({
    email: person.email,
    words: [],
    password: 'heron slate marrow',
    factor: await totp(),
    exercise: false,
  })
  const token = await base.db.transaction(async (tx) => {
    root = await layFoundation(tx, { clock }, organisation)
    await addPerson(tx, { clock }, organisation, root, { ...person, role: 'administrator' })
    value(await identity.enrol(tx, id, person.id, value(prepared)))
    return identity.openSession(tx, id, person.id, from)
  })
  rogue = await ctxOf(token)
})

describe('where there is one administrator', () => {
  test('an approver is one at once, marked single-handed until a second administrator confirms', async () => {
    const approver = await join(rogue, 'approver')
    expect(await approves(approver.id)).toBe(true)
    expect(await standingOf(rogue, approver.id)).toEqual([['approver', 'single-handed']])
    const [told] = value(await estate.listAudit(rogue, { action: 'estate.person-invited' }))
    expect(told!.detail).toMatchObject({ role: 'approver', standing: 'single-handed' })
    const confirm = (ctx: Ctx) =>
      estate.confirmRight(ctx, { person: approver.id, role: 'approver', unit: root })
    expect(why(await confirm(rogue))).toBe('own-gift')
    const second = await join(rogue, 'administrator')
    expect(await runs(second.id)).toBe(true)
    expect(await standingOf(rogue, approver.id), 'it stays marked').toEqual([['approver', 'single-handed']])
    expect(why(await confirm(second.ctx))).toBe('allowed')
    expect(await standingOf(rogue, approver.id)).toEqual([['approver', 'settled']])
    const [confirmed] = value(await estate.listAudit(rogue, { action: 'estate.right-confirmed' }))
    expect(confirmed).toMatchObject({
      person: second.id,
      detail: { role: 'approver', was: 'single-handed', givenBy: rogue.person.id },
    })
    expect(why(await confirm(second.ctx))).toBe('has-it-already')
  })
})

describe('where there are two', () => {
  test('an invited approver, or one who is given it, works as an officer until the other confirms', async () => {
    const second = await honest()
    const invited = await join(rogue, 'approver')
    const given = await join(rogue, 'viewer')
    value(await estate.grantRight(rogue, { person: given.id, role: 'approver', unit: root }))
    for (const { id: person } of [invited, given]) {
      expect(await approves(person)).toBe(false)
      expect(can(await rightsNow(person), 'publish.draft')).toBe(true)
      const right = { person, role: 'approver' as const, unit: root }
      expect(why(await estate.grantRight(rogue, right))).toBe('has-it-already')
      expect(why(await estate.confirmRight(rogue, right))).toBe('own-gift')
      expect(await approves(person)).toBe(false)
      expect(why(await estate.confirmRight(second.ctx, right))).toBe('allowed')
      expect(await approves(person)).toBe(true)
    }
  })

  test('a second self does not confirm: an administrator waits for the other one as well', async () => {
    const second = await honest()
    const puppet = await join(rogue, 'administrator')
    const approver = await join(rogue, 'approver')
    const right = { person: approver.id, role: 'approver' as const, unit: root }
    expect(await runs(puppet.id)).toBe(false)
    expect(why(await estate.confirmRight(puppet.ctx, right))).toBe('above-own-role')
    value(await estate.confirmRight(second.ctx, { person: puppet.id, role: 'administrator', unit: root }))
    expect(await runs(puppet.id)).toBe(true)
  })

  const { disablePerson, revokeRight, resetPerson } = estate
  test.each(Object.entries({ disablePerson, revokeRight, resetPerson }))(
    'shutting the other out by %s leaves nobody who decides alone',
    async (_, out) => {
      const { id: person } = await honest()
      expect(why(await out(rogue, { person, role: 'administrator', unit: root }))).toBe('allowed')
      expect(await runs(person)).toBe(false)
      expect(await approves((await join(rogue, 'approver')).id)).toBe(false)
    },
  )

  test('coming back as the other gives neither their keys nor the power to hand out more', async () => {
    const second = await honest()
    const { link, lifted } = value(await estate.resetPerson(rogue, { person: second.id }))
    expect(lifted.map(({ role }) => role)).toEqual(['administrator'])
    const taken = await use(link)
    const make = { role: 'approver' as const, unit: root, person: (await join(rogue, 'viewer')).id }
    expect(why(await estate.grantRight(taken.ctx, { ...make, person: rogue.person.id }))).toBe(
      'above-own-role',
    )
    value(await estate.grantRight(rogue, make))
    expect(why(await estate.confirmRight(taken.ctx, make))).toBe('above-own-role')
    const back = { person: second.id, role: 'administrator' as const, unit: root }
    for (const give of [estate.grantRight, estate.confirmRight])
      expect(why(await give(rogue, back))).toBe('own-link')
    expect(await runs(second.id)).toBe(false)

    // A third gives it back; with two only, whoever sits at the machine does.
    const third = await honest()
    expect(why(await estate.confirmRight(third.ctx, back))).toBe('allowed')
    expect(await runs(second.id)).toBe(true)
  })

  test('a right is not confirmed before its person has come in, and a new link begins it anew', async () => {
    const second = await honest()
    const { person } = value(await invite(second.ctx, 'approver'))
    const right = { person, role: 'approver' as const, unit: root }
    expect(why(await estate.confirmRight(rogue, right))).toBe('not-in-yet')
    // Whoever makes the new link could use it, and answers for the role from now on.
    await use(value(await estate.inviteAgain(rogue, { person })).link)
    expect(why(await estate.confirmRight(rogue, right))).toBe('own-gift')
    expect(await approves(person)).toBe(false)
  })

  test('a local administrator is a second pair of eyes in their unit', async () => {
    const north = value(await estate.createUnit(rogue, { name: 'North', parent: root })).id
    const local = await join(rogue, 'administrator', north)
    const approver = await join(rogue, 'approver', north)
    const right = { person: approver.id, role: 'approver' as const, unit: north }
    const here = async () => can(await rightsNow(approver.id), 'publish.approve', { unit: north })
    expect(await here()).toBe(false)
    expect(why(await estate.confirmRight(local.ctx, right))).toBe('allowed')
    expect(await here()).toBe(true)
  })
})
