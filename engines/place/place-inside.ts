import type { Mention } from './choose-places.ts'
import { distanceKm } from './distance.ts'
import type { Place } from './gazetteer.ts'

interface Span {
  start: number
  end: number
}

interface Placed {
  place: Place
  mention: Mention
}

/** Of a text's places only so many are asked for its middle. */
const asked = 60

const directly = /^(?:,? (?:in|at|near|outside) |, )$/

/**
 * Each spot with the place that the text puts it in: the one said right after it ("Park Road, Bury"), else the nearest
 * of its sentence, else the one that the whole text is about. Spots that a found place covers are left out; without a
 * place smaller than a county in the text there are none.
 */
export function placeInside(text: string, spots: Span[], placed: Placed[]): { place: Place; spot: Span }[] {
  const local = placed.filter(({ place }) => place.kind !== 'abroad' && place.kind !== 'county')
  if (local.length === 0) return []
  const about = middle(local)
  const found: { place: Place; spot: Span }[] = []
  let from = 0
  let covered = -1
  let next = 0
  for (const spot of spots) {
    while (from < placed.length && placed[from]!.mention.end <= spot.start) from++
    if (spot.start < covered || (from < placed.length && placed[from]!.mention.start < spot.end)) continue
    covered = spot.end
    while (next < local.length && local[next]!.mention.start < spot.end) next++
    const place = ofTheSentence(text, spot, local[next - 1], local[next]) ?? about
    found.push({ place, spot })
  }
  return found
}

/** The place said right after the spot, else the nearer of those before and after it in the same sentence. */
function ofTheSentence(text: string, spot: Span, before?: Placed, after?: Placed): Place | null {
  const gapAfter = after ? text.slice(spot.end, Math.min(after.mention.start, spot.end + 200)) : null
  if (after && directly.test(gapAfter!)) return after.place
  const gapBefore = before ? text.slice(Math.max(before.mention.end, spot.start - 200), spot.start) : null
  const joinsBefore = gapBefore !== null && !ends.test(gapBefore)
  const joinsAfter = gapAfter !== null && !ends.test(gapAfter)
  if (joinsBefore && joinsAfter) return gapBefore.length <= gapAfter.length ? before!.place : after!.place
  return joinsBefore ? before!.place : joinsAfter ? after!.place : null
}

const ends = /[.!?]\s|\n/

/** The place that lies nearest to all the others, each mention counted; the first, where a text begins, a little more. */
function middle(local: Placed[]): Place {
  const some = local.slice(0, asked)
  let best = some[0]!.place
  let most = -1
  for (const { place } of some) {
    let sum = 0
    for (const other of some) sum += 15 / (15 + distanceKm(place, other.place))
    if (place === some[0]!.place) sum += 0.7
    if (sum > most + 1e-9) {
      most = sum
      best = place
    }
  }
  return best
}
