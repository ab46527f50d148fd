/** Learnt by `node tools/train/train-claims.ts`; the card is data/claims.md. In the order of `claimFeatureNames`. */
export const claimWeights: readonly number[] = [
  7.854, 4.008, 1.481, 1.529, 2.674, 0.687, 1.032, -0.345, -0.831, 0.639,
]
/** Whether the best candidate is the one: bias, its value, and how far it is ahead of the second. */
export const claimCertainty: readonly number[] = [-16.403, 1.398, 0.066]
