import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../tests/support/database.ts'
import { createSecrets, PLATFORM_SEALED, resealAll, SecretRefused } from './secrets.ts'

const keyFile = () =>
  path.join(mkdtempSync(path.join(tmpdir(), 'folkmoot-secrets-')), 'keys', 'folkmoot.keys')
const place = { organisation: 'o1', table: 'channels_grant', row: 'r1', column: 'token' }

describe('a secret at rest', () => {
  test('opens where it was sealed, and nowhere else', () => {
    const secrets = createSecrets(keyFile())
    const sealed = secrets.seal('a token of ours', place)
    expect(secrets.open(sealed, place)).toBe('a token of ours')
    for (const other of [
      { ...place, organisation: 'o2' },
      { ...place, table: 'identity_totp' },
      { ...place, row: 'r2' },
      { ...place, column: 'refresh' },
      { ...place, row: 'r1,5:token', column: '' },
    ])
      expect(() => secrets.open(sealed, other)).toThrow(SecretRefused)
  })

  test('any changed character is noticed, and two seals of one secret differ', () => {
    const secrets = createSecrets(keyFile())
    const sealed = secrets.seal('a token of ours', place)
    expect(secrets.seal('a token of ours', place)).not.toBe(sealed)
    expect(sealed).not.toContain('token')
    for (let i = 0; i < sealed.length; i++) {
      // The last character of a base64url part may carry unused bits; any letter that changes bytes must be refused.
      const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'z' : 'A'}${sealed.slice(i + 1)}`
      let opened: string | null = null
      try {
        opened = secrets.open(changed, place)
      } catch (error) {
        expect(error).toBeInstanceOf(SecretRefused)
      }
      expect(opened === null || opened === 'a token of ours').toBe(true)
    }
  })

  test('a new key seals from now on, old ones still open until they are forgotten', () => {
    const file = keyFile()
    const secrets = createSecrets(file)
    const old = secrets.seal('before', place)
    const first = secrets.keyId
    secrets.addKey()
    expect(secrets.keyId).not.toBe(first)
    expect(createSecrets(file).open(old, place)).toBe('before')
    expect(secrets.seal('after', place).split('.')[1]).toBe(secrets.keyId)
    secrets.forgetOldKeys()
    expect(() => secrets.open(old, place)).toThrow(SecretRefused)
    expect(readFileSync(file, 'utf8')).not.toContain(first)
  })

  test('the key file is for its owner only, and one that others may read is refused', () => {
    const file = keyFile()
    createSecrets(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o640)
    expect(() => createSecrets(file)).toThrow(/chmod 600/)
  })
})

describe('a change of key', () => {
  test('leaves no row under the old one, also when it is done twice, and rows whose secrets were swapped do not open', async () => {
    const base = await testDatabase()
    try {
      const secrets = createSecrets(keyFile())
      const organisation = randomUUID()
      const at = (row: string) => ({ organisation, table: 'identity_totp', row, column: 'secret' })
      const people = Array.from({ length: 20 }, () => randomUUID())
      for (const person of people)
        await sql`insert into identity_totp (organisation_id, person_id, secret, created_at)
          values (${organisation}, ${person}, ${secrets.seal(`secret of ${person}`, at(person))}, now())`.execute(
          base.db.read,
        )
      secrets.addKey()
      expect(await resealAll(base.db, secrets, PLATFORM_SEALED)).toEqual({ changed: 20, left: 0 })
      expect(await resealAll(base.db, secrets, PLATFORM_SEALED)).toEqual({ changed: 0, left: 0 })
      secrets.forgetOldKeys()
      const rows = await sql<{ person: string; secret: string }>`
        select person_id as person, secret from identity_totp where organisation_id = ${organisation}`.execute(
        base.db.read,
      )
      expect(rows.rows).toHaveLength(20)
      for (const [n, { person, secret }] of rows.rows.entries()) {
        expect(secrets.open(secret, at(person))).toBe(`secret of ${person}`)
        expect(() => secrets.open(rows.rows[(n + 1) % 20]!.secret, at(person))).toThrow(SecretRefused)
      }
    } finally {
      await base.close()
    }
  })
})
