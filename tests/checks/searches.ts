/** Numbers from a seed, 0 to 1: the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const WORDS =
  'flood river road bridge water closed police fire school rain help where when the to and of a is on'.split(
    ' ',
  )
const FILTERS = ['from:bbc', 'to:bbc', 'domain:bbc.co.uk', 'url:news', 'lang:cy', 'lang:en', 'source:media', 'tone:negative', 'channel:import', 'has:link', 'has:question', 'place:Blackburn', 'within:30km:53.7,-2.4'] // biome-ignore format: a list
const BROKEN = ['(', ')', '"', ' OR ', ' AND ', ' NOT ', '-', '*', ' NEAR/3 ', ' NEAR/99 ', 'from:', 'tone:angry', 'colour:red', 'within:5', 'a*', '\0', '\ud800', ':', '🌊', '()', 'fl*od'] // biome-ignore format: a list

/** A search as somebody might type it: well formed, ill formed, or at the limits. */
export function generate(random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const word = () => pick(WORDS) + (random() < 0.1 ? '*' : '')
  const words = (n: number, join: string) => Array.from({ length: n }, word).join(join)
  const atom = (): string => {
    const r = random()
    if (r < 0.5) return word()
    if (r < 0.65) return `"${words(2 + Math.floor(random() * 4), ' ')}"`
    if (r < 0.8) return pick(FILTERS)
    if (r < 0.9) return `(${word()} NEAR/${1 + Math.floor(random() * 30)} (${words(3, ' OR ')}))`
    return `-${word()}`
  }
  const tree = (depth: number): string => {
    if (depth === 0 || random() < 0.3) return atom()
    const parts = Array.from({ length: 2 + Math.floor(random() * 3) }, () => tree(depth - 1))
    return `(${parts.join(pick([' ', ' OR ', ' AND ', ' -']))})`
  }
  const kind = random()
  if (kind < 0.55) return tree(1 + Math.floor(random() * 4)).slice(0, 2_000)
  if (kind < 0.7)
    return Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick([...BROKEN, ...WORDS])).join('')
  const n = 20 + Math.floor(random() * 180)
  return pick([
    () => words(n, ' OR '),
    () => words(n, ' '),
    () => `(${words(n >> 1, ' OR ')}) NEAR/30 (${words(n >> 1, ' OR ')})`,
    () => words(Math.min(n, 120), ' NEAR/30 '),
    () => `"${words(n, ' ')}"`,
    () => `${'('.repeat(n >> 2)}${word()}${')'.repeat(n >> 2)}`,
    () => Array.from({ length: n }, () => pick(FILTERS)).join(' OR '),
    () => `(${Array.from({ length: n >> 1 }, (_, i) => `url:${i}`).join(' OR ')}) (${words(n >> 1, ' OR ')})`,
    () => `${Array.from({ length: n >> 1 }, (_, i) => `${'ab'[i % 2]}${'xyz'[i % 3]}*`).join(' OR ')} the`,
    () => `the -(${words(n, ' OR ')})`,
  ])()
}

/** Searches and posts made to be as dear as the limits let them be. */
export function dearest(): string[] {
  const many = (n: number, of: (i: number) => string, join = ' OR ') =>
    Array.from({ length: n }, (_, i) => of(i)).join(join)
  const steps = (letter: string, n: number) => many(n, (k) => `"${many(k + 1, () => letter, ' ')}"`)
  return [
    `(${many(100, (i) => `a${i % 10}*`)}) NEAR/30 (${many(100, (i) => `b${i % 10}*`)})`,
    `(${many(20, () => 'aa*')}) NEAR/30 (${many(20, () => 'aa*')})`,
    many(66, () => 'aa*', ' NEAR/30 '),
    `"${many(190, () => 'aa*', ' ')}"`,
    `(${steps('aa', 6)}) NEAR/30 (${steps('aa', 6)})`,
    `${many(199, (i) => `w${i}`)}`,
    `the -(${many(190, (i) => `w${i}`)})`,
    `(${many(99, () => 'url:e')})`,
    `${'(the OR '.repeat(31)}a${')'.repeat(31)}`,
    many(60, (i) => `within:${i + 1}km:53.${i},-2.4`),
    'lang:en OR lang:cy OR tone:neutral',
  ]
}

/** Posts on which a careless matcher would spend a day. */
export const DEAR_POSTS: readonly string[] = [
  'aa '.repeat(30_000),
  'aaa aab aac '.repeat(8_000),
  `${'the a0 b0 w1 '.repeat(7_000)}end`,
  'a'.repeat(99_000),
  '#TheAaAaBb'.repeat(9_000),
  '"'.repeat(50_000),
  '('.repeat(50_000),
  "a'".repeat(49_000),
  '😂a'.repeat(30_000),
  `${'\u0926\u0941'.repeat(40_000)}`,
  Array.from({ length: 15_000 }, (_, i) => `w${i % 3_000}`).join(' '),
  'https://example.org/e?e=e '.repeat(3_500),
]
