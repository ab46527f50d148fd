/** A label with what decided it. */
export interface Labelled<T> {
  value: T
  /** 0..1, calibrated on posts that the model was not trained on; the model card says how well. */
  probability: number
  /** The words or features that decided, heaviest first; shown to people. */
  because: string[]
}

export type Tone = 'negative' | 'neutral' | 'positive'
export type SourceKind = 'media' | 'official' | 'charity' | 'business' | 'eyewitness' | 'public'
/** What a post is to a crisis: it says something of use, it speaks of it, or neither. */
export type Informative = 'informative' | 'related' | 'unrelated'
/** What a post in a crisis tells of. */
export type Information = 'people' | 'infrastructure' | 'donations' | 'advice' | 'sympathy' | 'other'
/** How a reply stands to a claim. */
export type Stance = 'support' | 'deny' | 'query' | 'comment'
