/** The nonce that Kit made for this page's own script; empty when the answer is not a page. */
export const nonceOf = (headers: Headers): string =>
  /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? ''

/** Writes the security headers of a page. */
export function securityHeaders(headers: Headers, nonce: string, _method: string): void {
  headers.set(
    'content-security-policy',
    [
      "default-src 'none'",
      `script-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
}
