/** What a post does that a claim does, or that comment, grief and notices do. A post has each of them or has it not. */
const signs: [string, RegExp][] = [
  [
    'attributed',
    /\b(?:says?|said|tells?|told|according|confirm(?:s|ed)?|announces?|announced|claims?|claimed|denies|denied|witness(?:es)?|sources?|officials?|spokes\w{1,9}|report(?:s|ed|edly|ing)?)\b/i,
  ],
  [
    'hedged',
    /\b(?:reportedly|allegedly|alleged|apparently|rumou?r\w{0,5}|unconfirmed|possibl[ey]|may|might|believed|thought|suspected|suspects?|seems?|appears?|likely|hearing|supposedly|unverified|purported\w{0,2})\b/i,
  ],
  ['breaking', /\b(?:breaking|updated?|latest|just in|developing|alert|urgent|more|now)\b/i],
  ['pictured', /\b(?:photos?|pic|picture|video|image|footage|watch|live|map)\b/i],
  [
    'grieves',
    /\b(?:pray\w{0,5}|thoughts|condolences|rip|sad|heartbreaking|tragic|tragedy|hearts?|families|family|victims?|sympathy|sorry|solidarity|stand with|strong|respect|safe|god)\b/i,
  ],
  [
    'opines',
    /\b(?:should|must|needs?|stop|why|wrong|racist|hate|love|freedom|speech|religion|islam|muslims?|never|always|shame|disgusting|stupid|please|people|world|everyone|because|if|think|believe|hope|wish|let|don t|dont|can t|isn t)\b/i,
  ],
  ['addresses', /\b(?:you|your|yall|u)\b/i],
  [
    'harm',
    /\b(?:shots?|shooting|shooter|gunm[ae]n|killed|dead|died|wounded|injured|hostages?|attack\w{0,6}|explosions?|bombs?|fired|crash\w{0,4}|taken|arrested|robbery|armed|dies?|kills?|death|coup)\b/i,
  ],
  [
    'counts',
    /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|multiple|second|third|least)\b/i,
  ],
  [
    'office',
    /\b(?:police|cops?|officers?|soldiers?|guard|swat|troops|army|military|pm|minister|president|chief)\b/i,
  ],
  ['place', /\b(?:in|at|near|outside|inside|on|from) (?:the )?\p{Lu}\p{Ll}/u],
  ['named', /\p{Lu}\p{Ll}{1,20} \p{Lu}\p{Ll}{1,20} \p{Lu}\p{Ll}/u],
  ['done-to', /\b(?:has|have|had|is|are|was|were) (?:been |being )?\w{1,20}ed\b/i],
  ['being', /\b(?:is|are|was|were|has|have|been)\b/i],
  [
    'journal',
    /\b(?:statement|conference|speaks?|speaking|address\w{0,3}|read|story|article|column|blog|op|ed|review|analysis|history|how|what)\b/i,
  ],
  ['jests', /\b(?:lol|haha\w{0,6}|lmao|omg|wtf|wow|damn|fuck\w{0,4}|shit)\b/i],
  [
    'gathers',
    /\b(?:vigil|march|rally|protest\w{0,4}|crowds?|gather\w{0,4}|tribute\w{0,2}|memorial|flowers|candle\w{0,5}|cartoon\w{0,4}|journalists?)\b/i,
  ],
  ['past', /\b\w{3,20}ed\b/i],
]

/** Each sign's name with 1 or 0. Punctuation is read as a blank: the training posts have lost theirs. */
export function rumourSigns(text: string): string[] {
  const plain = text.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
  return signs.map(([name, pattern]) => `${name}${pattern.test(plain) ? 1 : 0}`)
}
