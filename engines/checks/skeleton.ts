/** Characters that are not seen, or turn the direction of what follows; those that emoji are joined with may stay. */
export const unseen =
  /\u034f|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g

/** Letters of Greek and Cyrillic that look like Latin ones, and which. */
export const alike = new Map<string, string>()
for (const [from, to] of [
  ['абвеѕіјорсухһԁԛԝ', 'abbesijopcyxhdqw'],
  ['АВЕЅІЈКМНОРСТУХԌ', 'ABESIJKMHOPCTYXG'],
  ['αικνορτυχ', 'aiknoptux'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
] as const)
  for (let i = 0; i < from.length; i++) alike.set(from[i]!, to[i]!)

/**
 * A text as an eye takes it: look-alike letters as the Latin ones, small, without accents, without what is not seen. `at`
 * says for each unit where in the text as given it stood.
 */
export function skeletonOf(text: string): { text: string; at: Int32Array } {
  let plain = ''
  const at: number[] = []
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!
    if (unit === '\u200d' || unit === '\u200c' || unit.replace(unseen, '') === '') continue
    const seen = (alike.get(unit) ?? unit).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    for (const letter of seen) {
      plain += letter
      at.push(i)
    }
  }
  return { text: plain, at: Int32Array.from(at) }
}
