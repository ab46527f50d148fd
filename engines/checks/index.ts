/** checks: what could go wrong with a draft before it goes out. Pure, offline, every finding with its span and its reason. */
export { type CheckPolicy, checkDraft, rules } from './check-draft.ts'
export {
  type Context,
  type Draft,
  type Finding,
  type Found,
  noContext,
  type Rule,
  type Severity,
} from './finding.ts'
