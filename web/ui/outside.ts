/** What a link to a stranger's page says of us: nothing, and that we do not vouch for it. */
export const OUTSIDE = 'nofollow noopener noreferrer ugc'

/** An address that may be a link: http or https, whole; null for anything that a press could run or that leads to ourselves. */
export function outside(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}
