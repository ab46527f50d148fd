import type { Factor } from '../server/platform/identity/index.ts'
import { text } from './refused.server.ts'

/** A passkey, or a signature by one, as `ui/passkey.ts` puts it into a form. */
export function readPasskey(data: FormData): { ticket: string; response: unknown } {
  try {
    return { ticket: text(data, 'ticket'), response: JSON.parse(text(data, 'response') || 'null') }
  } catch {
    // What is not JSON is no passkey; identity says so.
    return { ticket: text(data, 'ticket'), response: null }
  }
}

/** The second factor as a form sends it (`ui/SecondStep.svelte`). */
export function readFactor(data: FormData): Factor {
  if (text(data, 'factor') === 'passkey') return { kind: 'passkey', ...readPasskey(data) }
  return { kind: 'totp', secret: text(data, 'secret'), code: text(data, 'code').replace(/\s/g, '') }
}
