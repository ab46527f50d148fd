import { z } from 'zod'
import { trimEnd } from '../../../engines/text/trim.ts'
import { key } from '../messages.ts'

/** Public Jetstream servers, tried in turn. */
export const publicHosts = [
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
]

const host = z
  .string()
  .trim()
  .transform((s) => trimEnd(s, /\//).replace(/\/subscribe$/, ''))
  .pipe(z.url({ protocol: /^wss?$/, error: key('jetstream-address') }))

export const BlueskySettings = z.object({
  hosts: z.array(host).min(1).max(10).default(publicHosts),
  /** Seconds without a single event after which the next host is tried. The public network is never that quiet. */
  silenceSeconds: z.number().int().min(5).max(86_400).default(60),
  /** Hours that the servers keep; a cursor older than that leaves a gap. */
  keepsHours: z
    .number()
    .positive()
    .max(24 * 365)
    .default(24),
})
export type BlueskySettings = z.infer<typeof BlueskySettings>
