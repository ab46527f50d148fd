import { givenNames } from '../place/data/words.ts'
import { bundledBytes, lazily } from './bundled.ts'
import { type Body, type Directory, officialSuffix, readDirectory } from './directory.ts'
import type { Labelled, SourceKind } from './labelled.ts'
import { readListedModel, tellingWords, weigh } from './listed-model.ts'
import { readSource, sourceFeatures } from './source-features.ts'

/** What is known of who wrote a post. */
export interface SourceFacts {
  /** As the network shows it, without @; null or empty where the source gives no author (an import). */
  handle: string | null
  displayName?: string | null
  text: string
  /** Where its links lead. Only a feed's links say who wrote it. */
  links?: { domain: string }[]
  channel?: string
  /** Another directory than the bundled one: an exercise brings its own outlets and bodies. */
  directory?: Directory
}

const kinds: SourceKind[] = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']
const byBody: Record<Body['kind'], SourceKind> = {
  council: 'official',
  police: 'official',
  nhs: 'official',
  government: 'official',
  emergency: 'official',
  charity: 'charity',
  business: 'business',
}

/**
 * Who speaks: an outlet, a public body, a charity, a business, someone who is there, or anyone else. Outlets and
 * bodies are told by an account that only they can have (their handle, or a handle or server on their own domain),
 * then by a name that says so. Linking to an outlet does not make one. What is left is told from the text by a model
 * (data/source.md), which for an author with a name chooses among eyewitness, charity, business and public.
 */
export function labelSource(facts: SourceFacts): Labelled<SourceKind> {
  const directory = facts.directory ?? readDirectory()
  return byAccount(facts, directory) ?? byFeed(facts, directory) ?? byName(facts) ?? byText(facts)
}

const label = (value: SourceKind, probability: number, why: string): Labelled<SourceKind> => ({
  value,
  probability,
  because: [why],
})

function byAccount({ handle }: SourceFacts, directory: Directory): Labelled<SourceKind> | null {
  if (!handle) return null
  const name = handle.replace(/^@/, '').toLowerCase()
  const body = directory.bodyByHandle(name)
  if (body) return label(byBody[body.kind], 0.98, `@${name} is an account of ${body.name}`)
  const outlet = directory.outletByHandle(name)
  if (outlet) return label('media', 0.98, `@${name} is an account of ${outlet.title}`)
  const domain = name.includes('@') ? name.slice(name.indexOf('@') + 1) : name.includes('.') ? name : null
  const suffix = domain ? officialSuffix(domain) : null
  return suffix
    ? label('official', 0.99, `only public bodies can use an address under ${suffix.suffix}`)
    : null
}

function byFeed({ channel, links, handle }: SourceFacts, directory: Directory): Labelled<SourceKind> | null {
  // A person's feed is named like an account, and speaks for nobody's site.
  if (channel !== 'feed' || handle?.includes('@')) return null
  for (const domain of [handle ?? '', ...(links ?? []).map((link) => link.domain)].filter((host) =>
    host.includes('.'),
  )) {
    const body = directory.bodyByDomain(domain)
    if (body) return label(byBody[body.kind], 0.98, `the feed is published on ${body.name}'s site, ${domain}`)
    const outlet = directory.outletByDomain(domain)
    if (outlet) return label('media', 0.98, `the feed is published on ${outlet.title}'s site, ${domain}`)
    const suffix = officialSuffix(domain)
    if (suffix) return label('official', 0.99, `only public bodies can use an address under ${suffix.suffix}`)
  }
  return label('media', 0.6, 'it comes from a feed whose site is in no directory')
}

/** A name that a body would give itself: its kind ends the name, capitals throughout, nothing in jest. */
const names: [SourceKind, RegExp, number][] = [
  [
    'official',
    /^(?:\p{Lu}[\p{L}'’.&-]+ |and |of |the |& ){1,6}(?:Police|Constabulary|Council|Fire (?:and|&) Rescue(?: Service)?|Fire Service|Ambulance Service|Health Board|Resilience Forum|NHS(?: Foundation)? Trust|Hospitals?|Highways|Coastguard)$/u,
    0.8,
  ],
  [
    'official',
    /^(?:NHS|Cyngor|Heddlu|Police|Environment Agency|Bwrdd Iechyd|HM) [\p{Lu}][\p{L}'’ -]+$/u,
    0.8,
  ],
  [
    'media',
    /^(?:[\p{Lu}][\p{L}'’.&-]+ |and |of |the |& |y |Y ){1,5}(?:News|Times|Gazette|Herald|Echo|Telegraph|Chronicle|Observer|Courier|Advertiser|Mercury|Guardian|Examiner|Radio|FM|TV|Journal|Standard|Reporter|Newyddion)(?: (?:Online|Live|Sport|Desk))?$/u,
    0.8,
  ],
  [
    'charity',
    /(?:^|\s)(?:Charity|Food ?[Bb]ank|Hospice|Red Cross|Rescue Team|Mountain Rescue|Animal Rescue|Volunteers|Relief Fund|Appeal|Elusen|Banc Bwyd|Community Trust|Wildlife Trust|Foundation|Samaritans|Citizens Advice|Age UK|Women['’]s Aid|Scouts|Rotary|Community (?:Hub|Kitchen|Fridge|Pantry|Larder)|Refuge|Soup Kitchen|Night Shelter|Helpline|Salvation Army|St John Ambulance|Lifeboat|Youth (?:Club|Project)|Support Group)(?:\s|$)/u,
    0.75,
  ],
  [
    'business',
    /(?:^|\s)(?:Ltd|Limited|plc|PLC|LLP|Hotel|Inn|Arms|Caf[eé]|Restaurant|Garage|Plumbing|Plumbers?|Heating|Electrical|Roofing|Flooring|Scaffolding|Cleaning|Removals|Haulage|Logistics|Couriers|Taxis?|Cabs|Salon|Barbers?|Hair|Beauty|Nails|Bakery|Bakehouse|Butchers?|Grocers|Florists?|Deli|Farm Shop|Coffee|Brewery|Kebabs?|Pizza|Chippy|Fish Bar|Fisheries|Estate Agents?|Lettings|Solicitors|Accountants|Insurance|Dental|Vets?|Pharmacy|Opticians|Gym|Fitness|Tea ?[Rr]ooms?|Takeaway|Catering|Cakes|Builders|Joinery|Motors|Autos|Tyres|Recovery|Cycles|Coaches|Buses|Trains|Railway|Travel|Tours|Energy|Broadband|Cottages|Guest ?[Hh]ouse|B&B|Campsite|Holiday Park|Nurseries|Garden Centre|Books|Bookshop|Stores|Photography|Studios?)$/u,
    0.7,
  ],
]
const jest =
  /^(?:fix|stop|save|sack|no|anti|justice|bring|defund|scrap|reform|against|friends of|i love|my)\b|parody|spoof|not the|unofficial|fan|\bex\b|watch\b|exposed|memes?|fake|\bbot\b|sucks|hater/i

/** A person speaks like this; an office does not. */
const personal = /\b(?:i|i['’]?m|i['’]ve|i['’]ll|my|me|mine|myself|lol|lmao|omg|haha\w{0,6}|fi|dwi)\b/i

function byName({ displayName, handle, text }: SourceFacts): Labelled<SourceKind> | null {
  const shown = (displayName ?? '').replace(/\p{Extended_Pictographic}|\p{M}/gu, '').trim()
  if (shown === '' || jest.test(shown) || jest.test(handle ?? '')) return null
  for (const [kind, pattern, probability] of names)
    if (pattern.test(shown)) {
      // Anyone may call himself a council. Its account would also be named like it, and speak like one.
      const claimsOffice = kind === 'official' || kind === 'media'
      if (claimsOffice && (personal.test(text) || isPerson(shown) || !namedAlike(shown, handle ?? '')))
        return null
      return label(kind, probability, `it calls itself “${shown}”; nothing proves that it is`)
    }
  return null
}

/** A given name and one word more: Emma Times, Paul Herald. */
function isPerson(shown: string): boolean {
  const words = shown.split(/\s+/)
  return words.length === 2 && givenNames.has(words[0]!.toLowerCase())
}

/** Whether a handle is made of a name's words or their beginnings, and of nothing else but figures and `uk`. */
function namedAlike(shown: string, handle: string): boolean {
  const name = handle.replace(/@.*$/, '').replace(/\.bsky\.social$/, '')
  let rest = name.toLowerCase().replace(/[^a-z]|uk$/g, '')
  if (rest === '') return false
  for (const word of shown.toLowerCase().split(/[^a-z]+/)) {
    if (word === '') continue
    let same = 0
    while (same < word.length && word[same] === rest[same]) same++
    rest = rest.slice(same)
  }
  return rest === ''
}

const source = lazily(() => readListedModel(bundledBytes('engines/text/data/source.bin')))

/** What an explicit "I can see it from my window" adds to the model's log-odds for an eyewitness. */
const thereWeight = 2.2
/** The model learnt from disasters; on a usual day fewer of those who might be there are. */
const usualDay = -0.4
/** An eyewitness is named only when the odds are with it. */
const eyewitnessFrom = 0.55
/** A charity or a business that no directory and no name tells is named only when its text leaves little doubt. */
const tradeFrom = 0.6

function byText({ text, handle }: SourceFacts): Labelled<SourceKind> {
  const { decided, probabilities, phrase, words } = sourceFromText(text)
  if (!handle) {
    const told = words(decided)
    return {
      value: kinds[decided]!,
      probability: probabilities[decided]!,
      because: told.length > 0 ? told : ['no author is given and the text does not tell'],
    }
  }
  const odds = Math.log(probabilities[4]! / probabilities[5]!) + usualDay + (phrase ? thereWeight : 0)
  const eyewitness = 1 / (1 + Math.exp(-odds))
  if (eyewitness >= eyewitnessFrom) {
    const because = [...(phrase ? [phrase] : []), ...words(4)].slice(0, 3)
    return { value: 'eyewitness', probability: eyewitness, because }
  }
  // A person passes on what outlets and bodies say, word for word; nobody passes on "we are open, book a table".
  const trade = decided === 2 || decided === 3
  if (trade && phrase === null && probabilities[decided]! >= tradeFrom)
    return { value: kinds[decided]!, probability: probabilities[decided]!, because: words(decided) }
  return {
    value: 'public',
    probability: 1 - eyewitness,
    because: ['the account is in no directory', ...words(5).slice(0, 2)],
  }
}

/**
 * What the text alone says: the kind decided for (by number: media, official, charity, business, eyewitness, public),
 * calibrated probabilities of each, and the words that spoke for a kind.
 */
export function sourceFromText(text: string): {
  decided: number
  balanced: Float64Array
  probabilities: Float64Array
  /** The words by which it says that its author is there, if any. */
  phrase: string | null
  words: (kind: number) => string[]
} {
  const reading = readSource(text)
  const { decided, balanced, probabilities, sums } = weigh(source(), reading.words.length, (emit) =>
    sourceFeatures(reading, emit),
  )
  return {
    decided,
    balanced,
    probabilities,
    phrase: reading.phrase,
    words: (kind) => tellingWords(text, reading, sums, kinds.length, kind),
  }
}
