import { lazily } from './bundled.ts'
import { PatternFilter } from './pattern-filter.ts'

/** What people write who are there themselves, plainest first. */
const phrases: RegExp[] = [
  /\b(?:i|we)(?:['’]ve| have)? (?:just |can |could |literally )*(?:see|saw|seen|hear|heard|smell|smelt|felt|watched|drove past|walked past)\b/i,
  /\b(?:photo|photos|pic|pics|picture|video|view|live) (?:taken )?from (?:my|our|the|where)\b/i,
  /\b(?:past|outside|inside|in|into|on|down|up|from|opposite|behind|near|at|over|through|under) (?:my|our)(?: \w+)? (?:house|home|street|road|window|bedroom|garden|gate|door|doorstep|estate|flat|roof|balcony|hallway|stairs|kitchen|cellar|work|office|shop|school|end)\b/i,
  /\b(?:my|our) (?:street|road|house|garden|cellar|kitchen|flat|estate|shop|car|lane|close|hallway|carpets?)(?:['’]s| is| has)? (?:\w+ )?(?:flood\w*|under ?water|on fire|burn\w*|gone|shak\w*|cut off|evacuat\w*|blocked|full of|soaked)/i,
  /\b(?:i['’]?m|i am|we['’]re|we are|i was|we were) (?:currently |still |now |just )?(?:stuck|trapped|stranded|stood|standing|sat|here|outside|there when|opposite|evacuat\w+|being evacuated|on the (?:bridge|roof|bus|train|stairs|coach))\b/i,
  /\b(?:just|only|literally) (?:been )?(?:watched|seen|saw|heard|drove|driven|walked|cycled|passed|carried|got out)\b/i,
  /\b(?:it['’]s|water['’]?s?|water is|it is) (?:now )?(?:in|into|through|over|under|up to|at|coming (?:in|up|through|over)) (?:the|my|our) (?:hallway|kitchen|stairs|cellar|front door|back door|door|letterbox|garden|step|steps|doorstep|sockets|window)/i,
  /\b(?:still |got )?no (?:power|water|electric|electricity|signal|heating|gas) (?:here|at|in|on|since|again|[A-Z])/,
  /\b(?:power|lights?|electric|electricity)(?:['’]s| is| are)? (?:just )?(?:gone|out|off|back|went)\b(?! of)/i,
  /\b(?:out|over|right|down|up|round) here\b|\bhere (?:now|too|as well)\b/i,
  /\b(?:you )?can (?:see|hear|smell|feel) (?:it|the|them|smoke|water|sirens|helicopter)/i,
  /\b(?:heard|felt|smelled|smelt|saw) it from\b|\bgoing past (?:me|us|my|our|the)\b/i,
  /\b(?:dwi|rydw i|rydyn ni|dan ni)['’]?n? (?:\w+ )?(?:gweld|clywed|styc|sownd)\b|\b(?:welais|glywais|welson|glywson) (?:i|ni)\b|\bo flaen (?:y tŷ|ein tŷ|fy nhŷ)\b|\byn (?:ein|fy) (?:tŷ|nhŷ|stryd|cegin)\b/i,
]

const phraseFilter = lazily(() => new PatternFilter(phrases))

/** The phrase by which a text says that its author is there; null when it repeats another's words or says nothing so. */
export function firstHand(text: string): string | null {
  if (/^\W*(?:RT|MT)\b/.test(text)) return null
  const filter = phraseFilter()
  filter.read(text)
  for (let p = 0; p < phrases.length; p++) {
    if (!filter.may(p)) continue
    const found = phrases[p]!.exec(text)
    if (found) return found[0]
  }
  return null
}
