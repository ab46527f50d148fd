import { z } from 'zod'

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
      error: 'a web address, such as https://www.example.org/feed',
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
  .refine((s) => s.least <= s.most, { path: ['least'], message: 'no more than the longest interval' })
export type FeedSettings = z.infer<typeof FeedSettings>
