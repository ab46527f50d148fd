import { lookAlike, shortLink, unseenCharacter } from './disguised.ts'
import { type Context, type Draft, type Finding, noContext, type Rule, type Severity } from './finding.ts'
import { findOwnWord } from './own-words.ts'
import { homeAddress, insuranceNumber, nhsNumber, numberPlate, phoneNumber } from './personal.ts'
import { altMissing, altUseless, emojiRun, shouting, tagCapitals } from './plain-to-all.ts'
import { clickHere, longSentence, plainWords } from './plain-words.ts'
import { notWelsh } from './welsh.ts'

/** Every rule there is, in the order in which findings of one place are told. */
export const rules: readonly Rule[] = [
  numberPlate,
  insuranceNumber,
  nhsNumber,
  phoneNumber,
  homeAddress,
  lookAlike,
  unseenCharacter,
  shortLink,
  altMissing,
  altUseless,
  tagCapitals,
  emojiRun,
  shouting,
  plainWords,
  longSentence,
  clickHere,
  notWelsh,
]

/** What an organisation has settled: other severities (`off` silences a rule), and words that are never a finding. */
export interface CheckPolicy {
  severities?: Readonly<Record<string, Severity | 'off'>>
  allowed?: readonly string[]
  /** Words of its own that a draft is not to have, found however they are disguised. */
  words?: readonly { word: string; severity: Severity; why: string }[]
}

const weight = { block: 0, warn: 1, note: 2 }

/**
 * What could go wrong with a draft, gravest first, then in the order of the text. Pure: the same draft, policy and context
 * give the same findings. Offsets are UTF-16 units of the text, or of a picture's description where `media` says which picture.
 */
export function checkDraft(draft: Draft, policy: CheckPolicy = {}, context: Context = noContext): Finding[] {
  const allowed = new Set(policy.allowed?.map((word) => word.toLowerCase()))
  const findings: Finding[] = []
  for (const rule of rules) {
    const severity = policy.severities?.[rule.id] ?? rule.severity
    if (severity === 'off') continue
    for (const found of rule.find(draft, context)) {
      const said = found.media === undefined ? draft.text.slice(found.start, found.end) : ''
      if (allowed.has(said.toLowerCase())) continue
      findings.push({ ...found, rule: rule.id, severity, why: rule.why })
    }
  }
  for (const { word, severity, why } of policy.words ?? [])
    for (const found of findOwnWord(draft.text, word))
      if (!allowed.has(draft.text.slice(found.start, found.end).toLowerCase()))
        findings.push({ ...found, rule: 'own-word', severity, why })
  return findings.sort(
    (a, b) =>
      weight[a.severity] - weight[b.severity] || (a.media ?? -1) - (b.media ?? -1) || a.start - b.start,
  )
}
