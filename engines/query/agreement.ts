import fc from 'fast-check'
import { MAX_OCCURRENCES } from '../text/tokenise-buffer.ts'
import { tokensOf } from './document.ts'
import {
  type Document,
  type LabelFacts,
  Matcher,
  matches,
  type Phrase,
  type PostFacts,
  parseQuery,
  type Query,
  toDocument,
  toSql,
  toVector,
} from './index.ts'
import { starts, width, wordPositions } from './matches.ts'

/** Runs one statement on a real PostgreSQL and answers its rows. All statements must reach the same session. */
export type Ask = (text: string, values: unknown[]) => Promise<Record<string, unknown>[]>

export interface Agreement {
  pairs: number
  /** Pairs that matched: a property that never sees a match proves nothing. */
  matched: number
  /** For each kind of condition, searches that held it and matched something. */
  kinds: Map<string, number>
  /** Pairs whose text has 4,000 words or more, and pairs whose text has a word 200 times or more. */
  atWordCap: number
  atOccurrenceCap: number
  /** Matched pairs of a bare NEAR whose left side stands only before, or only after, the right one. */
  leftFirst: number
  rightFirst: number
}

const POSTS = 100
const SEARCHES = 100

/**
 * Holds the matcher, the plain evaluator and SQL against each other on generated searches and posts, until `pairs` pairs
 * have been compared. Throws on the first pair on which they differ, naming the search and the post.
 */
export async function agreement(pairs: number, seed: number, ask: Ask): Promise<Agreement> {
  await ask('create temporary table agreement as select * from record_post limit 0', [])
  const found: Agreement = {
    pairs: 0,
    matched: 0,
    kinds: new Map(),
    atWordCap: 0,
    atOccurrenceCap: 0,
    leftFirst: 0,
    rightFirst: 0,
  }
  const matcher = new Matcher()
  for (let round = 0; found.pairs < pairs; round++) {
    const documents = fc.sample(post, { numRuns: POSTS, seed: seed + round })
    const searches = readable(fc.sample(search, { numRuns: 2 * SEARCHES, seed: seed + round })).slice(
      0,
      SEARCHES,
    )
    // Half of the searches of the last round stay, so that numbers and terms are used again.
    for (let i = 0; i < SEARCHES; i++) if (i % 2 === 0 || round % 3 === 0) matcher.remove(`${i}`)
    const standing = searches.map((one, i) => {
      matcher.set(`${i}`, one.tree)
      return one
    })
    if (round % 4 === 1) matcher.tune()
    await compare(standing, documents, matcher, found, ask)
  }
  await ask('drop table agreement', [])
  return found
}

interface Search {
  text: string
  tree: Query
}

function readable(texts: string[]): Search[] {
  const searches: Search[] = []
  for (const text of texts) {
    const read = parseQuery(text, { areaCentre: { lat: 53.75, lon: -2.48, name: 'Blackburn' }, locate })
    if (read.ok) searches.push({ text, tree: read.tree })
    else if (!/leave out/.test(read.problems[0]!.message))
      throw new Error(`not readable: ${text}: ${read.problems[0]!.message}`)
  }
  return searches
}

async function compare(
  searches: Search[],
  documents: Document[],
  matcher: Matcher,
  found: Agreement,
  ask: Ask,
): Promise<void> {
  await ask('truncate agreement', [])
  for (const document of documents) await ask(...insertion(document, documents.indexOf(document)))
  const values: unknown[] = []
  const columns = searches.map((search) => {
    const sql = toSql(search.tree, 'p', values.length + 1)
    values.push(...sql.values)
    return `coalesce(${sql.text}, false)`
  })
  const rows = await ask(
    `select copies, array[${columns.join(', ')}] as held from agreement p order by copies`,
    values,
  )
  const hit = new Set<Search>()
  documents.forEach((document, d) => {
    const byMatcher = new Set(matcher.match(document))
    const bySql = rows[d]!['held'] as boolean[]
    const words = wordPositions(document)
    if (tokensOf(document).full) found.atWordCap += searches.length
    if ([...words.values()].some((at) => at.length >= MAX_OCCURRENCES))
      found.atOccurrenceCap += searches.length
    searches.forEach((search, s) => {
      const plain = matches(search.tree, document)
      if (byMatcher.has(`${s}`) !== plain || bySql[s] !== plain)
        throw new Error(
          `plain ${plain}, matcher ${byMatcher.has(`${s}`)}, SQL ${bySql[s]}: ${JSON.stringify(search.text)} on ${JSON.stringify(document.facts)} ${JSON.stringify(document.labels())}`,
        )
      found.pairs++
      if (plain) {
        found.matched++
        hit.add(search)
        if (search.tree.kind === 'near') noteOrder(search.tree, words, found)
      }
    })
  })
  for (const search of hit)
    for (const kind of kindsOf(search.tree)) found.kinds.set(kind, (found.kinds.get(kind) ?? 0) + 1)
}

function noteOrder(tree: Query & { kind: 'near' }, words: Map<string, number[]>, found: Agreement): void {
  const inOrder = (first: Phrase[], then: Phrase[]) =>
    first.some((one) =>
      then.some((other) =>
        starts(one, words).some((a) =>
          starts(other, words).some((b) => b > a && b - a - width(one) <= tree.distance),
        ),
      ),
    )
  const [left, right] = [inOrder(tree.left, tree.right), inOrder(tree.right, tree.left)]
  if (left && !right) found.leftFirst++
  if (right && !left) found.rightFirst++
}

function kindsOf(tree: Query): Set<string> {
  if (tree.kind === 'and' || tree.kind === 'or')
    return new Set([tree.kind, ...tree.parts.flatMap((part) => [...kindsOf(part)])])
  if (tree.kind === 'not') return new Set(['not', ...kindsOf(tree.part)])
  if (tree.kind === 'filter') return new Set([tree.field === 'has' ? `has:${tree.value}` : tree.field])
  if (tree.kind !== 'words') return new Set([tree.kind])
  const kinds = [tree.items.length > 1 ? 'phrase' : 'word']
  if (tree.items.some((item) => item.prefix)) kinds.push('prefix')
  if (tree.items.some((item) => /^[#@]/.test(item.word)))
    kinds.push(tree.items.find((item) => /^[#@]/.test(item.word))!.word[0]!)
  return new Set(kinds)
}

function insertion(document: Document, number: number): [string, unknown[]] {
  const { facts } = document
  const labels = document.labels()
  return [
    `insert into agreement (copies, words, channel, handle, account_id, mentions, links, media, lang, tone, source_kind, places)
     values ($1, $2::tsvector, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      number,
      toVector(document),
      facts.channel,
      facts.handle,
      facts.accountId,
      facts.mentions,
      JSON.stringify(facts.links),
      JSON.stringify(facts.media ? [{ kind: 'image', alt: null }] : []),
      labels.lang,
      labels.tone,
      labels.sourceKind,
      JSON.stringify(labels.places),
    ],
  ]
}

// ---- what is generated

const TOWNS: [string, number, number][] = [
  ['Blackburn', 53.748, -2.482],
  ['Ynys Môn', 53.28, -4.33],
  ['St. Helens', 53.4539, -2.7364],
  ["King's Lynn", 52.7517, 0.4023],
  ['Stow-on-the-Wold', 51.93, -1.723],
  ['Łódź', 51.7592, 19.456],
]

const locate = (name: string) => {
  const town = TOWNS.find(([known]) => known === name)
  return town ? { lat: town[1], lon: town[2] } : null
}

const LONG = `${'abcdefghij'.repeat(6)}klmn`
/** Words as people write them and as they write them badly; few, so that searches and posts meet. */
const WORDS = [
  'flood', 'Flood', 'FLOODS', 'flooding', 'river', 'River’s', 'rain', 'rain😂', 'the', 'bridge', 'Dŵr', 'dwr', 'tŷ',
  "don't", 'don’t', 'dont', 'covid-19', '😂', '👍🏽', '👨‍👩‍👧', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '東京', '京', 'น้ำท่วม', 'ﬁre', 'fire', 'straße', 'STRASSE',
  '#FloodAlert', '#flood', '#NHSWales', '#東京', '@alice.bsky.social', '@alice', '@bob@mas.to', 'alice', 'wales', LONG,
  `${LONG}opq`, `${LONG}opr`, '𝗙𝗟𝗢𝗢𝗗', 'fl\u200bood', 'so\u00adft', '10:30', 'A&E', 'سلام', 'שָׁלוֹם', 'म्हणून', "o'", '\\', "'",
] // biome-ignore format: a list

const TROUBLE = [
  '\0',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\ufeff',
  '?',
  '？!',
  ' - ',
  '\n',
  'https://t.co/a?flood',
  "''",
  '\\\\',
  '\u200d',
  '"',
  ':*',
  '<->',
  '&',
  '|',
  '!',
]

const word = fc.constantFrom(...WORDS)
const joint = fc.oneof(
  { weight: 8, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom(...TROUBLE) },
  { weight: 1, arbitrary: fc.constantFrom(', ', '', '. ', '-') },
)
const text = fc.array(fc.tuple(word, joint), { maxLength: 14 }).map((pieces) => pieces.flat().join(''))

/** Texts around the caps: 4,000 words, 200 occurrences of a word, and many parts. */
const overlong = fc
  .tuple(
    fc.array(fc.tuple(word, fc.integer({ min: 150, max: 400 })), { minLength: 1, maxLength: 22 }),
    text,
    fc.boolean(),
  )
  .map(([runs, tail, mixed]) => {
    const filler = (n: number) => Array.from({ length: n }, (_, i) => `w${i % 997}`).join(' ')
    const body = runs
      .map(([one, times]) => Array.from({ length: times }, () => one).join(' '))
      .join(mixed ? ' river ' : ' ')
    return `${body} ${mixed ? filler(3_900 - 260 * runs.length) : ''} ${tail}`
  })

const handle = fc.constantFrom(
  'alice.bsky.social',
  'Alice',
  'bob@mas.to',
  'BBC.co.uk',
  'lancs.live',
  "o'neil",
  'ÉCLAIR',
  '',
)
const url = fc.constantFrom(
  'https://www.bbc.co.uk/news/Flood-1',
  'http://lancs.live/a?b=%27',
  "https://x.test/it's",
  'https://é.example/Ŵ',
)
const domain = fc.constantFrom(
  'bbc.co.uk',
  'News.BBC.co.uk',
  'lancs.live',
  'notbbc.co.uk',
  'é.example',
  'x.test',
)
const few = <T>(one: fc.Arbitrary<T>, maxLength = 2) => fc.array(one, { maxLength })

const facts: fc.Arbitrary<PostFacts> = fc
  .record({
    text: fc.oneof({ weight: 60, arbitrary: text }, { weight: 1, arbitrary: overlong }),
    contentWarning: fc.option(text, { freq: 5 }),
    altTexts: fc.oneof(
      { weight: 40, arbitrary: few(text) },
      { weight: 1, arbitrary: fc.array(text, { minLength: 150, maxLength: 180 }) },
    ),
    poll: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: few(text, 4) },
    ),
    handle,
    accountId: fc.constantFrom('did:plc:abc', 'https://mas.to/users/Bob', 'lancs.live'),
    mentions: few(handle),
    tags: few(fc.constantFrom('FloodAlert', 'flood', 'Storm Ciara', 'dŵr', '', '😂')),
    links: few(fc.record({ url, domain })),
    channel: fc.constantFrom('bluesky', 'mastodon', 'feed'),
    media: fc.boolean(),
  })
  .map((made) => ({ ...made, link: made.links.length > 0 }))

const labels: fc.Arbitrary<LabelFacts> = fc.record({
  lang: fc.constantFrom('en', 'cy', 'en-GB', 'pl', 'und'),
  tone: fc.constantFrom('negative', 'neutral', 'positive'),
  sourceKind: fc.constantFrom('media', 'official', 'public'),
  places: few(
    fc.constantFrom(...TOWNS).map(([name, lat, lon]) => ({ id: name, name, lat, lon })),
    3,
  ),
})

const post = fc.tuple(facts, labels).map(([known, said]) => toDocument(known, () => said))

/** Words that can be written bare in a search. */
const plain = fc.constantFrom(
  ...WORDS.filter((one) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(one) && !/^\d+:/.test(one)),
)
const prefix = fc.constantFrom(
  'flo*',
  'Flood*',
  'ri*',
  'r\u200bai*',
  'dŵ*',
  '#flo*',
  '@ali*',
  'stras*',
  `${LONG}*`,
  'ab*',
  'co*',
  'म्ह*',
  'th*',
)
const phrase = fc
  .array(fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: prefix }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((words) => `"${words.join(' ')}"`)
  .filter((one) => /[a-z]/i.test(one))
const atom = fc.oneof(
  { weight: 6, arbitrary: plain },
  { weight: 2, arbitrary: phrase },
  { weight: 1, arbitrary: prefix },
)
const side = fc.oneof(
  { weight: 3, arbitrary: atom },
  {
    weight: 1,
    arbitrary: fc.array(atom, { minLength: 2, maxLength: 3 }).map((all) => `(${all.join(' OR ')})`),
  },
)
const near = fc
  .tuple(side, fc.integer({ min: 1, max: 30 }), side)
  .map(([left, n, right]) => `(${left} NEAR/${n > 12 ? n : 1 + (n % 4)} ${right})`)
const filter = fc.constantFrom(
  'from:alice', 'from:@BBC', 'from:bbc.co.uk', 'from:did:plc:ABC', "from:o'neil", 'from:https://mas.to/users/bob', 'to:alice', 'to:bob@mas.to', 'to:bob',
  'domain:bbc.co.uk', 'domain:uk', 'domain:é.example', 'domain:www.lancs.live', 'url:news/flood', "url:it's", 'url:"%27"', 'https://é.example', 'lang:cy', 'lang:en',
  'lang:en-gb', 'lang:Polish', 'source:media', 'source:public', 'tone:negative', 'channel:feed', 'channel:bluesky', 'has:link', 'has:media', 'has:question',
  'place:Blackburn', 'place:"ynys mon"', 'place:"St Helens"', 'place:"King’s Lynn"', 'place:"Stow on the Wold"', 'place:lodz', 'within:5km', 'within:50km',
  'within:40km:"Blackburn"', 'within:30km:St.', 'within:200km:53.2,-3.9',
).filter((one) => one !== 'within:30km:St.') // biome-ignore format: a list
const leaf = fc.oneof(
  { weight: 6, arbitrary: atom },
  { weight: 2, arbitrary: near },
  { weight: 3, arbitrary: filter },
)

const { search } = fc.letrec<{ search: string; group: string }>((tie) => ({
  search: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('group'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' OR ')),
    fc.array(tie('group'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' ')),
    fc.tuple(tie('group'), tie('group')).map(([asked, not]) => `${asked} AND NOT ${not}`),
    fc.tuple(tie('group'), tie('group')).map(([asked, not]) => `${asked} -${not}`),
  ),
  group: fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 1, arbitrary: tie('search').map((inside) => `(${inside})`) },
  ),
}))
