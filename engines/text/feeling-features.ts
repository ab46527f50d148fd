import { type FeatureList, join, negationOf, toneFeatures, type Valences } from './tone-features.ts'
import type { ToneReading } from './tone-reading.ts'
import { groupNames, groupsOf } from './tone-words.ts'

const groups = groupNames.length
const times = new Int32Array(groups)
const denied = new Int32Array(groups)
const late = new Int32Array(groups)

const GROUP = 2
const TOGETHER = 1

/** How many of a group's words still make a difference. */
const MOST_TIMES = 3

/**
 * The features of a text for what it feels about a service, and for its emotion: those of the tone, and which groups of
 * words (`tone-words.ts`) it draws on, how often, under a negation, in its second half, and which of them together.
 */
export function feelingFeatures(reading: ToneReading, valences: Valences, out: FeatureList): void {
  toneFeatures(reading, valences, out)
  times.fill(0)
  denied.fill(0)
  late.fill(0)
  for (let i = 0; i < reading.count; i++) {
    const held = groupsOf(reading.hash[i]!)
    if (held === 0) continue
    const under = negationOf(reading, i) >= 0
    for (let g = 0; g < groups; g++) {
      if (((held >> g) & 1) === 0) continue
      times[g]!++
      if (under) denied[g]!++
      if (2 * i >= reading.count) late[g]!++
    }
  }
  for (let g = 0; g < groups; g++) addGroup(g, out)
  addShape(reading, out)
}

/** How a text begins, and how long it is. */
function addShape({ count, hash }: ToneReading, out: FeatureList): void {
  if (count === 0) return
  out.add(join(hash[0]!, 7), TOGETHER, 0, 0)
  if (count > 1) out.add(join(join(hash[0]!, 7), hash[1]!), TOGETHER, 0, 1)
  out.add(join(1300, Math.min(8, Math.round(2 * Math.log2(count)) - 2)), TOGETHER, -1, -1)
}

function addGroup(g: number, out: FeatureList): void {
  if (times[g] === 0) {
    out.add(join(900 + g, 0), GROUP / 2, -1, -1)
    return
  }
  for (let k = 1; k <= times[g]! && k <= MOST_TIMES; k++) out.add(join(1000 + g, k), GROUP, -1, -1)
  if (denied[g]! > 0) out.add(join(1100 + g, 1), GROUP, -1, -1)
  if (late[g]! > 0) out.add(join(1200 + g, 1), TOGETHER, -1, -1)
  for (let other = g + 1; other < groups; other++)
    if (times[other]! > 0) out.add(join(1400 + g * 20, other), TOGETHER, -1, -1)
}
