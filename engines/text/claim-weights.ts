/** Learnt by `node tools/train/train-claims.ts`; the card is data/claims.md. In the order of `claimFeatureNames`. */
export const claimWeights: readonly number[] = [
  7.85, 4.011, 1.483, 1.532, 2.679, 0.696, 1.041, -0.346, -0.827, 0.644,
]
/** Whether the best candidate is the one: bias, its value, and how far it is ahead of the second. */
export const claimCertainty: readonly number[] = [-16.421, 1.399, 0.065]
