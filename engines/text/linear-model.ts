/**
 * A linear model over hashed features, small enough to ship: one signed byte a class in each bucket.
 *
 * File: "FMW1", classes and log2 of the buckets (u32 each), scale, temperature and one bias a class (f32 each), then
 * the weights, bucket by bucket.
 */
export interface LinearModel {
  classes: number
  mask: number
  /** Multiplies a byte to a weight. */
  scale: number
  /** Divides the scores before the softmax, fitted on posts the model was not trained on. */
  temperature: number
  bias: Float32Array
  weights: Int8Array
}

export function readLinearModel(bytes: Uint8Array): LinearModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'FMW1') throw new Error('not a model file')
  const classes = view.getUint32(4, true)
  const buckets = 1 << view.getUint32(8, true)
  const bias = new Float32Array(classes)
  for (let c = 0; c < classes; c++) bias[c] = view.getFloat32(20 + 4 * c, true)
  const from = 20 + 4 * classes
  const length = buckets * classes
  const weights = new Int8Array(length)
  // Runs of zero, which most buckets are, are written as a zero and their length.
  let at = 0
  for (let i = from; i < bytes.length && at < length; ) {
    const value = view.getInt8(i++)
    if (value !== 0) weights[at++] = value
    else {
      at += view.getUint16(i, true)
      i += 2
    }
  }
  return {
    classes,
    mask: buckets - 1,
    scale: view.getFloat32(12, true),
    temperature: view.getFloat32(16, true),
    bias,
    weights,
  }
}

/** Folds a 32-bit hash to a bucket; the high bits of FNV are the better mixed. */
export const bucketOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask

/** Softmax in place after dividing by the temperature. */
export function toProbabilities(scores: Float64Array, temperature: number): void {
  let most = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > most) most = score
  let total = 0
  for (let c = 0; c < scores.length; c++) {
    const share = Math.exp((scores[c]! - most) / temperature)
    scores[c] = share
    total += share
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= total
}
