import { lazily } from './bundled.ts'
import { PatternFilter } from './pattern-filter.ts'

/**
 * What a post speaks of that tells where its author stands: being there, looking on, reporting, grieving, asking. A
 * post has a sign or has not; two together are a sign of their own. Bounded repeats: no text makes them slow.
 */
const subjects: [string, RegExp][] = [
  ['phone', /\b\d[\d -]{8,16}\d\b/],
  [
    'address',
    /\b\d{1,4}[a-z]? \p{L}{2,20} (?:st|street|rd|road|ave|avenue|lane|ln|drive|blvd|close|terrace|brgy|village|subd)\b|\b(?:brgy|barangay|subd|village|street)\b/iu,
  ],
  [
    'now',
    /\b(?:right now|at the moment|currently|just now|as we speak|so far|already|still|again|tonight|this (?:morning|afternoon|evening)|today|happening)\b/i,
  ],
  ['here', /\b(?:here|outside|inside|dito|yma|nearby|near (?:us|me))\b/i],
  [
    'mine',
    /\b(?:my|our) (?:\w{1,20} )?(?:house|home|flat|street|road|window|place|area|town|city|neighbou?r\w{0,6}|suburb|building|office|work|school|dorm|condo|roof|yard|garden|backyard|car|family|parents|mom|mum|dad|brother|sister|friends?|mates?)\b/i,
  ],
  ['am', /\b(?:i['’]?m|i am|we['’]?re|we are|i was|we were)\b/i],
  [
    'able',
    /\b(?:i|we) (?:can|could|can['’]?t|couldn['’]?t|cannot) (?:\w{1,20} )?(?:see|hear|smell|feel|sleep|go|get|leave|breathe)\b/i,
  ],
  [
    'did',
    /\b(?:i|we)(?:['’]ve| have| just)? (?:just )?(?:saw|heard|felt|seen|smelt|smelled|drove|walked|woke|got|lost|left|survived|evacuated)\b/i,
  ],
  [
    'weather',
    /\b(?:raining|rain|pouring|windy|winds?|thunder|lightning|smok(?:e|y|ey)|hot|sky|sun|sunny|ash|ulan|baha|hangin|shaking|shake|aftershocks?|lindol|clouds?)\b/i,
  ],
  [
    'supply',
    /\b(?:no (?:power|water|electricity|internet|signal|classes)|brown ?out|black ?out|power(?:['’]s)? (?:is )?(?:out|off|back)|lights? out)\b/i,
  ],
  [
    'caught',
    /\b(?:stuck|stranded|trapped|evacuat\w{1,5}|rescue|closed|blocked|cut off|flooded|underwater|submerged|passable|knee|waist|ankle|deep)\b/i,
  ],
  ['picture', /\b(?:photo|pic|picture|view|shot|video|image)s?\b/i],
  [
    'own-picture',
    /\b(?:i took|my (?:photo|pic|picture|view)|view from|taken (?:from|by me)|from (?:my|our|where))\b/i,
  ],
  ['safe', /\b(?:i['’]?m|we['’]?re|stay|keep|be|all) (?:safe|ok|okay)\b|\bsafe here\b/i],
  ['grief', /\b(?:pray|prayers?|praying|thoughts|condolences|rip|god bless|hearts? goe?s?)\b/i],
  ['others', /\b(?:they|them|their|victims|those affected|people of|everyone in)\b/i],
  ['deaths', /\b(?:dead|death toll|killed|dies|died|kills|toll|injured|missing)\b/i],
  [
    'news',
    /\b(?:breaking|update|report(?:s|ed|edly)?|says?|said|according|officials?|news|live|latest|watch|via)\b/i,
  ],
  ['picture-site', /instagr\.?am|twitpic|yfrog|lockerz|pic\.twitter/i],
  [
    'startled',
    /\b(?:fuck\w{0,4}|shit|damn|hell|omg|wtf|holy|ffs|crap|jesus|wow|whoa|yikes|scary|crazy|insane|unreal|eerie|nuts|blimey|bloody)\b/i,
  ],
  ['help', /\b(?:pls|please|help|needs?|needed|asap)\b/i],
  ['hour', /\b\d{1,2}[:.]?\d{0,2} ?(?:am|pm)\b/i],
]
const tagalog =
  /\b(?:ang|ng|sa|na|po|mga|ko|kayo|lang|naman|nang|dito|yung|pa|ba|ay|para|kami|tayo|wala|may)\b/gi

const subjectFilter = lazily(() => new PatternFilter([...subjects.map(([, pattern]) => pattern), tagalog]))

/**
 * Signs of what a post speaks of, and how its text is made; `retweet` when it repeats another's,
 * `firstHand` when it says that its author is there.
 */
export function subjectSigns(
  text: string,
  retweet: boolean,
  firstHand: boolean,
): { signs: string[]; pairs: string[] } {
  const body = text.replace(/^\W{0,4}(?:RT|MT)\W{1,3}@\w{1,30}:?/i, '')
  const signs: string[] = []
  const filter = subjectFilter()
  filter.read(body)
  for (let p = 0; p < subjects.length; p++)
    if (filter.may(p) && subjects[p]![1].test(body)) signs.push(subjects[p]![0])
  const pairs: string[] = []
  for (let i = 0; i < signs.length; i++)
    for (let j = i + 1; j < signs.length; j++) pairs.push(`${signs[i]}+${signs[j]}`)
  const subjectsFound = signs.slice()
  for (const name of subjectsFound) signs.push(`${name}${retweet ? '-repeated' : '-said'}`)
  const bare = body.replace(/https?:\S*/g, '').trim()
  signs.push(`tagalog${Math.min(3, filter.may(subjects.length) ? (body.match(tagalog)?.length ?? 0) : 0)}`)
  signs.push(`units${Math.min(7, bare.length >> 4)}`)
  if (/^[a-z]/.test(body)) signs.push('small-start')
  if (/\.\.{1,9} {0,3}\p{L}/u.test(body)) signs.push('trails')
  if (/!!|\?\?/.test(body)) signs.push('loud')
  if (/([^.!?])\1\1/.test(bare)) signs.push('stretched')
  if (/[:;]['-]?[()DPp]/.test(body)) signs.push('smile')
  if (/https?:\/\/t\.co\/\S{0,30}$/.test(body) && !/[:|]/.test(bare)) signs.push('bare-link')
  if (firstHand) signs.push('first-hand')
  return { signs, pairs }
}
