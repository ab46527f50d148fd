import { setImmediate } from 'node:timers/promises'

/** Work may not hold up pages for longer than this at a stretch. */
const STRETCH_MS = 8

/** Lets the pages in when work has gone on for a stretch: `await` what it gives, when it gives something. */
export function stretches(): () => Promise<void> | null {
  let since = performance.now()
  return () => {
    if (performance.now() - since < STRETCH_MS) return null
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}
