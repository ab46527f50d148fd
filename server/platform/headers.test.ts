import { describe, expect, test } from 'vitest'
import { securityHeaders } from './headers.ts'

const csp = (choice: Parameters<typeof securityHeaders>[0]) => {
  const policy = securityHeaders(choice)['content-security-policy']!
  return new Map(policy.split('; ').map((part) => [part.split(' ')[0]!, part.slice(part.indexOf(' ') + 1)]))
}

describe('the headers of an answer', () => {
  test('a desk page runs what carries the nonce and nothing else', () => {
    const policy = csp({ kind: 'desk', nonce: 'abc', https: true })
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'nonce-abc' 'strict-dynamic'")
    for (const closed of ['object-src', 'base-uri', 'frame-ancestors', 'script-src-attr', 'style-src-attr'])
      expect(policy.get(closed)).toBe("'none'")
    expect(policy.get('form-action')).toBe("'self'")
    expect(policy.get('require-trusted-types-for')).toBe("'script'")
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*/)
  })

  test('a desk page without a nonce runs no script, and neither does a public page', () => {
    expect(csp({ kind: 'desk', nonce: null, https: false }).get('script-src')).toBe("'none'")
    expect(csp({ kind: 'public', nonce: 'abc', https: false }).get('script-src')).toBe("'none'")
  })

  test('a stored file is sandboxed, downloaded and never sniffed', () => {
    const headers = securityHeaders({ kind: 'file', nonce: null, https: true })
    expect(headers['content-security-policy']).toContain('sandbox')
    expect(headers['content-disposition']).toBe('attachment')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('only https promises https, and only public answers may be stored', () => {
    expect(
      securityHeaders({ kind: 'desk', nonce: 'a', https: false })['strict-transport-security'],
    ).toBeUndefined()
    expect(
      securityHeaders({ kind: 'desk', nonce: 'a', https: true })['strict-transport-security'],
    ).toBeDefined()
    expect(securityHeaders({ kind: 'desk', nonce: 'a', https: true })['cache-control']).toBe('no-store')
    expect(securityHeaders({ kind: 'public', nonce: null, https: true })['cache-control']).toBeUndefined()
  })
})
