import type { SourceKind } from '../../engines/text/labelled.ts'
import type { CrisisLabel } from './crisis.ts'

export const sourceKinds: SourceKind[] = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']

/** The set's words for who speaks → ours. Posts without a label or not related are left out. */
export const kindOf: Record<string, SourceKind> = {
  Media: 'media',
  Government: 'official',
  NGOs: 'charity',
  Business: 'business',
  Eyewitness: 'eyewitness',
  Outsiders: 'public',
}

export const sourceLabel: CrisisLabel = {
  column: 'source',
  answers: kindOf,
  names: sourceKinds,
  balance: 0.8,
  epochs: 4,
  written: 'source.jsonl',
}
