import type { Factor } from '../server/platform/identity/index.ts'
import { text } from './refused.server.ts'

/** The second factor as a form sends it (`ui/SecondStep.svelte`). */
export function readFactor(data: FormData): Factor {
  if (text(data, 'factor') === 'passkey') {
    let response: unknown = null
    try {
      response = JSON.parse(text(data, 'response') || 'null')
    } catch {
      // what is not JSON is no passkey; identity says so
    }
    return { kind: 'passkey', ticket: text(data, 'ticket'), response }
  }
  return { kind: 'totp', secret: text(data, 'secret'), code: text(data, 'code').replace(/\s/g, '') }
}
