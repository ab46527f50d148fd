/** What the answer is, as far as its headers are concerned. */
export interface HeaderChoice {
  /** Fresh for each page; the page's own script and style elements carry it. Null for answers that are no pages. */
  nonce: string | null
  /** Served over https (directly or by a declared proxy): adds HSTS and upgrades. */
  https: boolean
  /** `desk`: behind sign-in, never stored. `public`: cacheable page without script. `file`: a stored file as sent by others. */
  kind: 'desk' | 'public' | 'file' | 'data'
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * The security headers of one answer (RELIABILITY T5). Pure. Callers set what is returned and nothing that
 * contradicts it; `Content-Type` stays theirs.
 *
 * The desk's scripts run by nonce, and what they load inherits trust (`strict-dynamic`); styles come from our own
 * files; `trusted-types` stops markup made from text in the browser. Public pages run no script at all.
 */
export function securityHeaders(choice: HeaderChoice): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(choice),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // With `no-referrer` a browser sends `Origin: null` with our own forms, and nobody could tell them from foreign ones.
    'referrer-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': choice.kind === 'public' ? 'cross-origin' : 'same-origin',
    'x-permitted-cross-domain-policies': 'none',
    'origin-agent-cluster': '?1',
    ...(choice.kind === 'desk' || choice.kind === 'data' ? { 'cache-control': 'no-store' } : {}),
    ...(choice.kind === 'file' ? { 'content-disposition': 'attachment' } : {}),
    ...(choice.https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

function contentSecurityPolicy({ kind, nonce, https }: HeaderChoice): string {
  if (kind === 'file') return `${NOTHING}; sandbox`
  if (kind === 'data') return NOTHING
  const script =
    kind === 'desk' && nonce ? `script-src 'nonce-${nonce}' 'strict-dynamic'` : "script-src 'none'"
  const style = nonce ? `style-src 'self' 'nonce-${nonce}'` : "style-src 'self'"
  return [
    "default-src 'none'",
    script,
    "script-src-attr 'none'",
    style,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    // Svelte makes its own templates, Kit its service worker's address, through policies of these names; nothing else may.
    'trusted-types svelte-trusted-html sveltekit-trusted-url',
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
