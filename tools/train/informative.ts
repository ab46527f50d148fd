import { informationKinds, informativeKinds } from '../../engines/text/label-informative.ts'
import type { CrisisLabel } from './crisis.ts'

export const informativeLabel: CrisisLabel = {
  column: 'informative',
  answers: {
    'Related and informative': 'informative',
    'Related - but not informative': 'related',
    'Not related': 'unrelated',
  },
  names: informativeKinds,
  balance: 0.5,
  epochs: 4,
}

export const informationLabel: CrisisLabel = {
  column: 'information',
  answers: {
    'Affected individuals': 'people',
    'Infrastructure and utilities': 'infrastructure',
    'Donations and volunteering': 'donations',
    'Caution and advice': 'advice',
    'Sympathy and support': 'sympathy',
    'Other Useful Information': 'other',
  },
  names: informationKinds,
  balance: 0.5,
  epochs: 4,
}
