import { chmodSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSecrets, SecretRefused } from './secrets.ts'

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
