import { z } from 'zod'
import { key } from '../messages.ts'

const address = z
  .string()
  .trim()
  .transform((s) =>
    /^feed:/i.test(s)
      ? s.replace(/^feed:(\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'https://')
      : /^[a-z][a-z0-9+.-]*:\/\//i.test(s)
        ? s
        : `https://${s}`,
  )
  .pipe(
    z.url({
      protocol: /^https?$/,
      hostname: /\.|^localhost$|^\[/,
      error: key('feed-address'),
    }),
  )

export const FeedSettings = z
  .object({
    /** The feed, or a page that names it. */
    url: address,
    /** Bounds of the interval between two looks, in minutes. */
    least: z.number().min(0.01).max(1_440).default(2),
    most: z.number().min(0.01).max(1_440).default(60),
  })
  .refine((s) => s.least <= s.most, { path: ['least'], message: key('feed-intervals') })
export type FeedSettings = z.infer<typeof FeedSettings>
