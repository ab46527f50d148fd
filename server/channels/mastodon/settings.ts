import { z } from 'zod'
import { key } from '../messages.ts'

const server = z
  .string()
  .trim()
  .transform((s) => (/^https?:\/\//i.test(s) ? s : `https://${s.replace(/^@?[^@\s]+@/, '')}`))
  .pipe(z.url({ protocol: /^https?$/, error: key('mastodon-server') }))
  .transform((s) => new URL(s).origin)

export const MastodonSettings = z
  .object({
    server,
    kind: z.enum(['public', 'local', 'hashtag', 'list'], { error: key('mastodon-kind') }).default('local'),
    hashtag: z
      .string()
      .trim()
      .transform((s) => s.replace(/^#/, ''))
      .pipe(z.string().regex(/^[\p{L}\p{N}_]{1,200}$/u, key('mastodon-hashtag')))
      .optional(),
    list: z.string().trim().min(1).max(200).optional(),
    /** Where the access token is kept (`secret:…`); public timelines of many servers need none. */
    token: z.string().optional(),
    /** Seconds between two looks when the server does not stream. */
    everySeconds: z.number().min(0.2).max(3_600).default(30),
    stream: z.boolean().default(true),
  })
  .refine((s) => s.kind !== 'hashtag' || s.hashtag, {
    path: ['hashtag'],
    message: key('mastodon-hashtag-none'),
  })
  .refine((s) => s.kind !== 'list' || s.list, {
    path: ['list'],
    message: key('mastodon-list-none'),
  })
  .refine((s) => s.kind !== 'list' || s.token, {
    path: ['token'],
    message: key('mastodon-token-none'),
  })
export type MastodonSettings = z.infer<typeof MastodonSettings>

/** The path of the timeline, without its page. */
export function timelineOf(s: MastodonSettings): string {
  if (s.kind === 'hashtag') return `/api/v1/timelines/tag/${encodeURIComponent(s.hashtag!)}?limit=40`
  if (s.kind === 'list') return `/api/v1/timelines/list/${encodeURIComponent(s.list!)}?limit=40`
  return `/api/v1/timelines/public?limit=40${s.kind === 'local' ? '&local=true' : ''}`
}

export function streamOf(s: MastodonSettings): URLSearchParams {
  if (s.kind === 'hashtag') return new URLSearchParams({ stream: 'hashtag', tag: s.hashtag! })
  if (s.kind === 'list') return new URLSearchParams({ stream: 'list', list: s.list! })
  return new URLSearchParams({ stream: s.kind === 'local' ? 'public:local' : 'public' })
}
