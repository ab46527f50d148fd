import { describe, expect, test } from 'vitest'
import type { Right, Role } from '../context.ts'
import type { AccountId, UnitId } from '../ids.ts'
import { ACTIONS, actionsOf, can, canAnywhere, highestRole, mayGrant, ROLES, unitsWhere } from './rights.ts'

const [force, north, beat, south] = ['force', 'north', 'beat', 'south'] as UnitId[]
const account = 'account-1' as AccountId
const right = (role: Role, path: UnitId[], on: AccountId | null = null): Right => ({
  role,
  unit: path.at(-1)!,
  account: on,
  path,
})
const holding = (...rights: Right[]) => ({ rights })
const everywhere = (role: Role) =>
  holding(
    right(role, [force!]),
    right(role, [force!, north!]),
    right(role, [force!, north!, beat!]),
    right(role, [force!, south!]),
  )

describe('can', () => {
  test('nobody without a right may do anything', () => {
    for (const action of ACTIONS) expect(can(holding(), action, { unit: force! })).toBe(false)
  })

  test('a right in one unit says nothing about its neighbour or its parent', () => {
    const person = holding(
      right('administrator', [force!, north!]),
      right('administrator', [force!, north!, beat!]),
    )
    expect(can(person, 'estate.rights', { unit: north! })).toBe(true)
    expect(can(person, 'estate.rights', { unit: beat! })).toBe(true)
    expect(can(person, 'estate.rights', { unit: south! })).toBe(false)
    expect(can(person, 'estate.rights', { unit: force! })).toBe(false)
  })

  test('a question about the whole organisation is answered by a right in the root unit only', () => {
    expect(can(holding(right('administrator', [force!, north!])), 'estate.settings')).toBe(false)
    expect(can(holding(right('administrator', [force!])), 'estate.settings')).toBe(true)
    expect(canAnywhere(holding(right('viewer', [force!, north!])), 'listen.read')).toBe(true)
  })

  test('a right on one account reaches that account and nothing else', () => {
    const person = holding(right('officer', [force!, north!], account))
    expect(can(person, 'publish.draft', { unit: north!, account })).toBe(true)
    expect(can(person, 'publish.draft', { account })).toBe(true)
    expect(can(person, 'publish.draft', { unit: north! })).toBe(false)
    expect(can(person, 'publish.draft', { account: 'account-2' as AccountId })).toBe(false)
    expect(can(person, 'publish.draft')).toBe(false)
    expect(unitsWhere(person, 'publish.draft')).toEqual([])
  })

  test('a unit right reaches an account when the unit is named, not by the account alone', () => {
    const person = holding(right('officer', [force!, north!]))
    expect(can(person, 'publish.draft', { unit: north!, account })).toBe(true)
    expect(can(person, 'publish.draft', { account })).toBe(false)
  })

  test('an administrator does not approve; an approver does not hand out rights', () => {
    expect(can(everywhere('administrator'), 'publish.approve', { unit: beat! })).toBe(false)
    expect(can(everywhere('administrator'), 'alert.approve', { unit: beat! })).toBe(false)
    expect(can(everywhere('administrator'), 'publish.hold', { unit: beat! })).toBe(true)
    expect(can(everywhere('approver'), 'estate.rights', { unit: beat! })).toBe(false)
    expect(can(everywhere('approver'), 'publish.approve', { unit: beat! })).toBe(true)
  })

  test('each role from viewer to approver may do all that the one before it may', () => {
    for (const [low, high] of [
      ['viewer', 'officer'],
      ['officer', 'approver'],
      ['officer', 'administrator'],
    ] as const)
      for (const action of actionsOf(low)) expect(actionsOf(high)).toContain(action)
    expect(new Set(ROLES.flatMap(actionsOf))).toEqual(new Set(ACTIONS))
  })
})

describe('mayGrant', () => {
  test('nobody grants above their own role, or outside their own units', () => {
    const local = holding(right('administrator', [force!, north!]))
    expect(mayGrant(local, 'administrator', { unit: north! })).toBe(true)
    expect(mayGrant(local, 'viewer', { unit: force! })).toBe(false)
    expect(mayGrant(local, 'viewer', { unit: south! })).toBe(false)
    for (const role of ['viewer', 'officer', 'approver'] as const)
      for (const given of ROLES) expect(mayGrant(everywhere(role), given, { unit: force! })).toBe(false)
  })

  test('the highest of several roles counts', () => {
    expect(
      highestRole(holding(right('viewer', [force!]), right('approver', [force!])), { unit: force! }),
    ).toBe('approver')
    expect(highestRole(holding(), { unit: force! })).toBeNull()
  })
})
