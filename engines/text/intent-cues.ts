/**
 * Turns of phrase by which a text is told to ask, plead, offer, thank, complain, insult, report a crime, or request
 * information: signs for the model (`intents.bin`), none of which decides alone. Gaps are bounded, so that no text
 * makes them slow.
 */
const act =
  'come|send|get|fix|mend|check|ring|call|phone|collect|fetch|bring|pick|clear|move|remove|empty|lend|share|help|grit|unblock|drop|knock|look|find|post|put|sort|arrange|cancel|reset|repair|visit|take|give|pull|turn|fetch|contact|pass|investigate|stop|let|extend|make|go|sit|tow|translate|deliver|replace|book|pop|spare'
const held =
  'information|figures?|data|dataset|statistics|stats|number of|copy|copies|correspondence|emails|minutes|breakdown|report|reports|records?|documents?|contracts?|list of|total|spend|costs?|policy|policies|assessment|survey|audit|log|footage|tender|details of|logs|inspection|evidence|business case|plans?|results|accounts|invoices'
const judged =
  'disgrac\\w*|shambles|joke|pathetic|shocking|appalling|disgusting|unacceptable|ridiculous|useless|hopeless|terrible|dreadful|awful|not good enough|not on\\b|fed up|sick of|let down|shame on|fuming|furious|a farce|heartless|outrageous|abysmal|scandal\\w*|woeful|diabolical|gwarthus|ofnadwy|siomedig|no apology|not even a sorry|had enough|sort it out|not acceptable|beyond a joke|poor service|could ?n.?t care less'
const broken =
  'not (?:been )?(?:collected|emptied|turned up|fixed|repaired|gritted|answered|replied|arrived)|missed (?:again|collection)|(?:didn.?t|never|doesn.?t|don.?t|not) (?:turn|show|arrive|come|bother|answer|reply|ring|call|get|even|once)|cut (?:me )?off|hung up|on hold|no (?:reply|response|answer|explanation|call ?back|show|apology)|nothing.s? (?:been )?(?:done|happen\\w*)|(?:still|yet) (?:no|not|waiting|nothing)|again[.!]*$|passed from'
const insults =
  'idiots?|morons?|scum(?:bags?)?|pigs?|clowns?|muppets?|numpt(?:y|ies)|halfwits?|cretins?|pricks?|wankers?|tossers?|bell ?ends?|dick ?heads?|knobs?|twats?|cow|witch|rats?|worms?|snakes?|parasites?|crooks?|cowards?|traitors?|losers?|freaks?|bastards?|liars?|eejits?|fools?|vermin|weasels?|leech(?:es)?|gits?|prats?|arseholes?|melts?|plonkers?|pillocks?|imbeciles?|toads?|thugs?|jobsworths?|bullies|animals|chimps|inbreds?|ghouls?|buffoons?|simpletons?'
const took =
  'stolen|nicked|robbed|burgled|mugged|pinched|swiped|snatched|vandalised|smashed|slashed|sprayed|keyed|spiked|poisoned|scammed|conned|hacked|cloned|defrauded|attacked|assaulted|punched|groped|raped|threatened|followed home|jumped|broken in(?:to)?|broke in(?:to)?|ransacked|torched|set fire to|set alight|blackmailed|stalked|harassed|abused|spat at|glassed|cleaned (?:me|us|him|her) out|taken|tekken|took|done over|done ower|kicked in|put through|forced|jemmied|had away|walked out|dumped'

const cue = (name: string, source: string, flags = 'iu'): [string, RegExp] => [
  name,
  new RegExp(source, flags),
]

export const intentCues: [string, RegExp][] = [
  // asking
  cue(
    'asks-last',
    '\\?["\'”’)\\s\\p{Extended_Pictographic}]*(?:$|thanks|thank you|ta\\b|cheers|diolch|please|plz|pls|x+$)',
  ),
  cue('asks-mid', '\\?\\s+\\p{L}'),
  cue(
    'asks-wh',
    '(?:^|[.!?…,]\\s+|\\b(?:so|and|but|hi|hello|hiya|please|ok|sorry|excuse me)[,]?\\s+)(?:what|when|where|who|whose|which|why|how|whereabouts|wot|pryd|ble|pwy|beth|faint|sut|pam)\\b[^.!]{0,120}\\?',
  ),
  cue(
    'asks-wh-bare',
    '^(?:what|when|where|who|which|how|wot|whaur|why)(?:.?s| is| are| do| does| did| time| long| much| many| far| number| day)\\b[^?]*$',
  ),
  cue(
    'asks-aux',
    '(?:^|[.!?…,]\\s+|\\b(?:so|and|but|hi|hello|hiya|ok|sorry)[,]?\\s+)(?:is|are|was|were|do|does|did|can|could|will|would|should|shall|has|have|may|am|oes|ydi|ydy|fydd|a fydd|any|anyone|anybody)\\b[^.!]{0,120}\\?',
  ),
  cue(
    'asks-know',
    '\\b(?:(?:any1|any ?one|any ?body|anyone else|do (?:you|yous|ye)|does any\\w*) (?:know|heard|hear|ken|got|else|able)|any (?:idea|news|update|word|chance of knowing)|unrhyw un yn gwybod)\\b',
  ),
  cue(
    'asks-wonder',
    '\\b(?:(?:just )?wondering (?:if|when|whether|what|how)|was wondering|i.?d like to know|want to (?:know|find out)|need to know|can (?:you|any ?one|some ?one) (?:tell|advise|confirm|explain|let me know|recommend)|could (?:you|any ?one|some ?one) (?:tell|advise|confirm|explain|let me know|recommend)|(?:please )?(?:advise|confirm) (?:if|whether|when|what)|not sure (?:who|if|where|whether)|trying to find out|looking for info|confused about|quick q)',
  ),
  cue(
    'asks-true',
    '\\bis (?:it|this|that) (?:true|right|safe|open|ok|still|possible|too late|free)\\b|am i right|do i (?:need|have|still|ring|call|go|get)|can i\\b|should (?:i|we)\\b|shall i\\b',
  ),
  cue(
    'asks-rhetorical',
    '\\b(?:what is the point|what.?s the point|are you (?:having a laugh|stupid|kidding|serious|lot)|do you (?:people|lot|ever|even|think|actually|just)|who (?:thought|the hell|in their right|do you think)|how (?:hard|difficult) (?:can|is)|is it too much to ask|why oh why|when are you going to|how many (?:more )?times|what (?:exactly )?do we pay|seriously\\?|really\\?|since when|what planet|honestly\\?|who.?d have thought|ever heard of)\\b',
  ),
  cue(
    'asks-invite',
    '\\b(?:fancy|why not|did you know|do you want to (?:join|be)|have you (?:had|got|seen our)|looking for a|got questions|need a (?:plumber|loan|new)|want to)\\b[^?]{0,80}\\?\\s+\\S',
  ),
  cue('asks-tag', '(?:\\b(?:innit|int it|isn.?t it|right|eh|lol|say|says))\\?*[\\s😂🤣]*$'),
  // pleading
  cue(
    'pleads-act',
    `\\b(?:can|could|would|will|please|pls|plz|plis|kindly|need(?:s)?|needed|asking|someone|somebody|anyone|anybody|cud|gonny) (?:(?:you|ye|yous|u|please|pls|plz|some ?one|some ?body|any ?one|any ?body|a \\w+|the \\w+|anyone with \\w+|someone to|people to|you to|to|possibly|kindly|at all|be able to|from the council|at the council|whoever \\w+) ){0,3}(?:${act})\\b`,
  ),
  cue(
    'pleads-help',
    '\\b(?:please help|help (?:me|us|him|her|needed|please|pls|!)|need help|needs help|need (?:some )?(?:assistance|volunteers|drivers|sandbags|a (?:hand|lift|boat|doctor|plumber|vet|translator|interpreter))|sos\\b|can (?:anyone|anybody|someone|somebody|any1|you) (?:please )?help|angen help|allwch chi|all (?:rhywun|unrhyw un)|plis\\b|helpwch|urgent(?:ly)? need|desperate(?:ly)? (?:for|need))',
  ),
  cue(
    'pleads-any',
    '\\b(?:some ?(?:one|body)|any ?(?:one|body)) (?:with|in|near|got|have|able|free|spare|going|who (?:can|could))\\b',
  ),
  cue(
    'pleads-we',
    '\\b(?:i|we)(?:.?m|.?re| am| are)? (?:\\w+ )?(?:need|stuck|trapped|stranded|desperate|struggling|locked|lost|run out|got nowhere|can.?t (?:get|afford|reach|cope|lift|find))\\b',
  ),
  cue(
    'pleads-share',
    '\\b(?:please (?:share|rt|retweet)|keep an eye out|has anyone seen|have you seen|looking for (?:a|any|someone|my))\\b',
  ),
  cue(
    'pleads-welfare',
    '\\b(?:welfare check|check (?:on|in on|she|he|they)|knock on|call ?back|ring (?:me|us)|get (?:out )?(?:to|here|up|round)|as soon as possible|asap|tonight please|today please)\\b',
  ),
  cue(
    'please-official',
    '^please (?:drive|take|note|be|keep|avoid|remember|use|do not|don.?t|stay|allow|follow|mind|check|visit|vote|read|report|respect)\\b|\\bour (?:staff|website|team|customers|members|opening|new|free)\\b',
  ),
  // offering
  cue(
    'offers-i',
    '\\b(?:i|we)(?:.?(?:ve|m|re|d|ll)|.?ve got| have| am| are| can| could| will| would)? (?:also |all |both |more than )?(?:got )?(?:happy|glad|willing|free|able|available|can|a spare|spare|offering|able|gladly|happily|room|take|lend|host|drive|bring|cook|collect|run|pick|put|offer|volunteer|donate|speak|help|do|fetch|come|give|translate|interpret)\\b',
  ),
  cue(
    'offers-spare',
    '\\b(?:spare (?:room|bed|seat|ticket|heater|blanket|pump|generator|set|bedroom|pair|laptop|pram|pushchair|cot|key|mattress)\\w*|going spare|free (?:soup|food|tea|coffee|meals?|to (?:anyone|any|a good home|collect)|of charge (?:to|for) any)|(?:for|to) any(?:one|body) (?:who|that|in|with|stuck|cold|without|affected|isolating|flooded|needing|evacuated)|no (?:charge|strings|questions asked)|for (?:nowt|nothing|free)|on (?:us|me)\\b|kettle.?s on)',
  ),
  cue(
    'offers-need',
    '\\b(?:if (?:you|any ?body|any ?one|u|they|it|the|folk|ye|yer|yous|some ?one|some ?body|any|os)(?: \\w+){0,6} (?:need|needs|want|wants|stuck|short|stranded|helps?|would be any use|struggling|required|useful)|need(?:s|ing)? (?:owt|anything|a lift|somewhere|someone to talk|shelter)|os oes (?:rhywun|unrhyw un)|croeso i)',
  ),
  cue(
    'offers-call',
    '\\b(?:dms? (?:me|open|are open|us)|(?:just )?(?:message|msg|shout|holler|hmu|inbox) (?:me|us|if|and)|drop me|let me know|give (?:me|us) a (?:shout|ring|bell|call)|just (?:knock|shout|ask|say|come|message|gweiddi)|knock (?:on )?(?:mine|my|at)|come (?:in|and sit|round|to ours|over)|pop (?:in|by|round)|count (?:me|us) in|sign me up|put (?:me|us) down|ready to help|use our|use my|is yours|are yours)\\b',
  ),
  cue(
    'offers-wish',
    '\\b(?:wish i could|used to|someone should|can.?t offer|wouldn.?t|he offered|she offered|has offered|have offered|were offered|offered me|offers over)\\b',
  ),
  cue(
    'adverts',
    '\\b(?:% off|book (?:now|online|your|a)|call (?:us|now|steve)|no job too small|free quotes?|from £\\d|only £|£\\d+(?:\\.\\d\\d)?\\b|apply (?:now|by|online)|tickets? (?:from|on sale)|limited time|on sale|half price|buy one|two for one|our (?:salon|range|menu|shop|store|showroom)|enquiries|for hire|available to hire|order now|bookings?)\\b',
  ),
  // thanking
  cue(
    'thanks',
    '\\b(?:thank ?(?:you|u|s|ing you)|thanx|thnx|thx|tyvm|ty\\b|cheers|ta (?:very|muchly|for|love|to|mate|so)|^ta[.! ]*$|diolch|ddiolch|much appreciated|really appreciate|appreciate (?:it|the|you|all|your|that)|so grateful|grateful (?:to|for)|gratitude|hats off|shout ?out to|big up|kudos|props to|(?:owe|in) (?:you|my life|your debt)|bless (?:you|them|those|the)|well done|fair play|credit where|nice one|god bless|can.?t (?:fault|thank|praise))',
  ),
  cue(
    'thanks-to',
    '\\b(?:thank(?:s| you)|cheers|ta|grateful|diolch|gratitude)\\b.{0,30}\\b(?:to (?:the|all|every|whoever|pc|our|my|everyone|those|that|you|mr|mrs|dr)|for (?:the|your|coming|all|being|sorting|keeping|letting|fixing|helping|getting|looking|replying|everything|clearing|making|saving|that)|i.?r)\\b',
  ),
  cue(
    'thanks-praise',
    '\\b(?:brilliant|amazing|lovely|kind|wonderful|fantastic|superb|legends?|heroes|stars?|angels?|gem|best|marvellous|patient|professional|beautiful|friendly|great job|saved)\\b',
  ),
  cue(
    'thanks-sour',
    '\\b(?:thanks? (?:for nothing|a bunch|a million for|to (?:you|the council) (?:we|i|my))|no thanks to|oh (?:brilliant|great|lovely|cheers|thanks|well done)|slow clap|top (?:notch|service) (?:as|lads)|heroes\\.$|well done (?:lads|you lot|council)|congrat\\w+ (?:on|to)|lovely\\.$|typical|what a (?:service|joke)|hats off to the genius|🙄|👏👏|bravo)',
  ),
  cue(
    'thanks-sour-for',
    '\\b(?:thank(?:s| you)|cheers|ta|diolch|grateful)\\b.{0,60}\\b(?:again|ticket|queue|cancel\\w*|late|delay\\w*|no |missing|miss|missed|clos\\w+|leaving|losing|lost|fine|hours?|weeks?|never|nothing|making me|waking|wrong|ignor\\w+|broken|told|threat\\w*|dug|roadworks|bin still|gau)\\b',
  ),
  cue(
    'thanks-formal',
    '\\b(?:thanks? (?:to (?:the (?:wet|new|weather)|funding|new)|goodness|god it|for (?:the (?:music|follow)|your (?:patience|support|custom))|in advance|obama|next|be to god)|thanked|thanksgiving|thankfully|vote of thanks|say(?:s|ing)? thank|never said thank|would like to thank (?:all )?(?:our|its)|thanks residents)',
  ),
  // complaining
  cue('judges', `\\b(?:${judged})`),
  cue('fails', `(?:\\b(?:${broken}))`),
  cue(
    'again',
    '\\b(?:again|once more|(?:second|third|fourth|fifth|sixth|3rd|4th|5th|6th|\\d+(?:rd|th)) (?:time|week|day|month|year|email|call|letter|missed|appointment)|(?:two|three|four|five|six|\\d+) (?:weeks?|days?|months?|years?|hours?|times) (?:running|in a row|on the trot|and|now|to|later|overdue|late|straight)|every (?:single )?(?:time|day|week|year|morning|thursday)|day (?:\\d+|two|three|four|five|six|nine)|week (?:\\d+|two|three|four))\\b',
  ),
  cue(
    'waits',
    '\\b(?:waited|waiting|wait|been (?:on|waiting|told|sat|promised)|kept me|took|taken|stuck on|on hold)\\b.{0,30}\\b(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|half|all|an) ?(?:hrs?|hours?|mins?|minutes?|weeks?|days?|months?|years?|morning|day|afternoon)\\b',
  ),
  cue(
    'reported',
    '\\b(?:(?:i|we)(?:.?ve| have)?|been) (?:\\w+ )?(?:reported|rang|rung|phoned|emailed|written|complained|asked|chased|told|called|messaged)\\b.{0,40}\\b(?:times|twice|again|months|weeks|nothing|no|four|three|five|six|and)\\b',
  ),
  cue(
    'you-failed',
    '\\b(?:you|you.?ve|you lot|your|the council|they.?ve|they|nobody|no ?one|not one|not a single|council)\\b.{0,40}\\b(?:promised|said|lost|closed|ignored?|left|forgot|refused|charged|cut|dug|sent|told me|never|won.?t|don.?t care|does nothing|do nothing|bothered|cares?|hides?|moved|put up|failed|let (?:me|us|my))\\b',
  ),
  cue(
    'pay-for',
    '\\b(?:council tax (?:up|for|we)|(?:what|we) (?:do )?(?:we )?pay|waste of (?:money|time)|paid for|taxpayers?|charge (?:me|us)|refund|\\d+ per ?cent up|customer service|service is|state of)\\b',
  ),
  cue(
    'irony',
    '\\b(?:couldn.?t make it up|you.?d think|apparently|as usual|same every year|fat lot of good|good luck getting|only (?:took|\\d+)|love (?:that|how|it when)|great job|what a (?:service|surprise)|not impressed|heaven forbid|genius|laughing)\\b',
  ),
  cue(
    'private-firm',
    '\\b(?:pizza|takeaway|amazon|sky|bt|netflix|broadband|wifi|sainsbury|tesco|asda|film|series|ref|referee|festival|match|coffee|restaurant|dj|neighbour.?s dog|box set)\\b',
  ),
  // insulting
  cue(
    'insults-you',
    `\\b(?:you|u|ya|ye|yer|your|youse|you.?re|ur|yous)\\b(?: \\w+){0,5} (?:${insults}|scum|thick|stupid|pathetic|disgrace|disease|brainless|spineless|gormless|useless|ugly|evil|corrupt|lying|vile|fat)\\b`,
  ),
  cue(
    'insults-bare',
    `^\\W*(?:(?:you|what|absolute|absolutely|complete|utter|total|bunch|pack|lot|load|shower|of|a|an|the|and|lying|useless|fat|lazy|thick|stupid|corrupt|proper|pure|typical|utterly|just|another|daft|big|dirty|nasty|vile) ?){0,6}(?:${insults})\\b`,
  ),
  cue(
    'insults-they',
    `\\b(?:is|are|.?s|they.?re|all|by|whoever|the|that|every one|lot|bunch of|pack of|shower of|load of)(?: \\w+){0,4} (?:${insults}|scum|thick|spineless|brainless|rat)\\b`,
  ),
  cue(
    'insults-ill',
    '\\b(?:hope (?:you|your|ur|whoever|he|she|they|it)\\b.{0,40}\\b(?:rot|die|choke|sack\\w*|ashamed|flood\\w*|lost|crash|fall|burn|gets?|fails?|trips?|suffer)|drop dead|go to hell|rot in|burn in hell|waste of (?:space|oxygen|skin)|wants? a (?:slap|kicking)|good kicking|get what.?s coming|watch your back|know where you live|hate (?:you|all of you)|make me sick|disgust me)',
  ),
  cue(
    'insults-begone',
    '\\b(?:f[u*c]{1,8}[\\w*]{0,8} ?(?:off|you|u|your)|piss off|p\\*ss off|sod off|bog off|jog on|do one|get (?:lost|stuffed|in the sea|to fuck)|shut (?:up|it|your)|go (?:boil|play on|back to)|away (?:an|and) (?:shite|bile|boil)|shove (?:it|your)|stick (?:it|your)|kiss my|suck (?:it|your)|hang your head|wind your neck|log off|cer i|caewch)',
  ),
  cue('insults-star', '\\b\\p{L}{1,3}\\*+\\p{L}*|f u c k|🖕|🤡|🐷|🐍'),
  cue(
    'insults-self',
    '\\b(?:i.?m (?:such )?(?:a|an)|i feel|silly me|my (?:dog|brother|cat|sister|old boss)|love ya|love you|called (?:me|a|him|her)|people are calling|calling people|don.?t be|he called|was called)\\b',
  ),
  // crime
  cue(
    'crime-done',
    `\\b(?:has|have|had|been|was|were|got|someone.?s|somebody.?s|.?ve|they|he|she|who|just|thieves|lads|kids|man|men|i|and|we.?ve|whoever|some ?(?:one|body))\\b(?: \\w+){0,4} (?:${took})\\b`,
  ),
  cue(
    'crime-mine',
    `\\b(?:my|our|me|mum.?s|mam.?s|dad.?s|nan.?s|neighbour.?s|wor|his|her|the|grandad.?s)(?: \\w+){1,3}(?:.?s| has| been| was| got| have| were| is)? (?:been |just |just been |got )?(?:${took})\\b`,
  ),
  cue(
    'crime-see',
    '\\b(?:(?:just )?(?:seen|saw|watched|witnessed|caught|spotted|there.?s|there is|theres|group of|gang of|two|three|lads?|youths|teenagers|kids|people|man|bloke|someone|somebody|some toerag)|dwi newydd weld|gwelais i)\\b.{0,50}\\b(?:steal\\w*|nick\\w*|break(?:ing)? in\\w*|broke in\\w*|deal\\w*|smash\\w*|spray\\w*|throw\\w*|fight\\w*|attack\\w*|kick\\w*|punch\\w*|slash\\w*|snatch\\w*|rob\\w*|trying (?:car )?door|setting fire|fly.?tip\\w*|dump\\w*|shoplift\\w*|swap|knife|machete|balaclavas?|drugs|drunk|gun|air rifle|wreck\\w*|vandalis\\w*|try(?:ing)? to get in|selling|hit|harass\\w*|brick\\w*|coursing|poach\\w*|dwyn|gwerthu|torri)',
  ),
  cue(
    'crime-report',
    '\\b(?:(?:like|want|wish|need) to report|reporting (?:a |an |the )?(?:theft|burglary|crime|break|criminal|damage|assault|robbery|fraud)|crime (?:number|ref)|on (?:cctv|camera|my dash ?cam|the doorbell)|(?:got|have|part) (?:the |his |her |their |a )?(?:reg|plate|number plate|cctv|footage)|reg (?:ends|plate|number)|break.?in (?:at|on|last|overnight)|last seen heading|ran off (?:towards|down)|made off|drove off|hit and run|i can give a statement|witnessed)',
  ),
  cue(
    'crime-me',
    '\\b(?:i|we|my \\w+|our \\w+|she|he)(?: \\w+){0,2} (?:was|were|been|got|.?ve been|have been|has been|keeps?|.?m being|am being|.?s being|just been) (?:\\w+ )?(?:robbed|mugged|attacked|assaulted|burgled|scammed|conned|hacked|followed|stalked|harassed|threatened|punched|spat|raped|groped|spiked|blackmailed|jumped|abused|hit|defrauded)',
  ),
  cue(
    'crime-news',
    '\\b(?:jailed|sentenced|charged with|has been charged|appeared in court|pleaded|police (?:say|are appealing|appeal|said)|appealing for|trial|figures|statistics|down \\d+|court:|arrested (?:on|after|in)|recovered|officers|suspicion of|awareness|prevention|tips|how to spot|novel|episode|drama|podcast|game)\\b',
  ),
  cue(
    'crime-jest',
    '\\b(?:daylight robbery|stole my (?:heart|sandwich|chips)|stolen my heart|should be (?:illegal|a crime|an offence)|is a crime|guilty as charged|ref\\b|penalty|the fox|magpie|seagull|the cat|biscuits?|mince pie)',
  ),
  // information
  cue(
    'foi-act',
    '\\b(?:foi(?:a|sa)?|freedom of information|eirs?|environmental information reg\\w*|data protection act|subject access|sar\\b|under (?:the|section|foi|eir)\\b.{0,20}\\b(?:act|regulations)|rhyddid gwybodaeth|pursuant to)',
  ),
  cue(
    'foi-hand',
    `\\b(?:please|pls|kindly|request(?:ing)?|could (?:you|i|we)|can (?:you|i|we)|would (?:you|like)|i(?:.?d| would) (?:like|be (?:obliged|grateful))|send|provide|disclose|supply|release|publish|show us|share|sight of|see|give us|seek|require|wish|ask(?:ing)? for|may (?:i|we)|like to see|hoffwn|anfonwch)\\b.{0,60}\\b(?:${held})`,
  ),
  cue(
    'foi-how-many',
    '\\bhow (?:many|much)\\b.{0,80}\\b(?:in 20\\d\\d|since|last (?:year|financial|\\w+ years)|each (?:year|month|ward)|this year|between|per year|over the|by (?:ward|month|year|age)|council (?:spen|pa)|spen[dt]|paid|cost|force|trust|officers|recorded|issued|caught|fined|refused)\\b|\\bfaint o\\b',
  ),
  cue(
    'foi-period',
    '\\b(?:since (?:19|20)\\d\\d|(?:19|20)\\d\\d ?(?:-|–|to|/) ?(?:\\d\\d|(?:19|20)\\d\\d|date|present)|(?:last|past) (?:\\w+ )?(?:\\d+|two|three|four|five|ten) (?:financial )?years|by (?:ward|month|year|supplier|postcode|age|ethnicity)|broken down|itemised|per (?:year|month|ward|week)|month by month|year by year|for each (?:year|of)|20\\d\\d/\\d\\d)\\b',
  ),
  cue(
    'foi-about',
    '\\b(?:foi team|foi(?:s)? (?:reveals?|requests? (?:answered|on time|shows?))|reveals?|obtained|shows?|revealed|make (?:a|an) (?:foi|freedom|request)|how do i (?:make|request|get)|send an foi|put in an? foi|laws? turn|overdue|redacted)\\b',
  ),
  // none of these
  cue('capitals', '^(?:[\\p{Lu}][\\p{L}’]+[:,]? ){3,}', 'u'),
  cue('headline', '^(?:breaking|update|news|watch|live|report|inquest|trial|court|appeal|reminder)\\b[:]?'),
  cue(
    'official',
    '\\b(?:we (?:are|have) (?:currently|aware|received|arrested|attended|advise|would like)|residents|our (?:crews|officers|engineers|teams?|website|procedure)|officers|crews|firefighters|road (?:now )?(?:open|closed)|diversion|expected to|more information|read (?:more|our)|on our (?:website|site)|will be held|opening (?:times|hours)|drop.?in)\\b',
  ),
  cue('link', 'https?:|www\\.|\\.example\\b'),
  cue('quoted', '["“‘][^"”’]{6,80}["”’]'),
  cue('song', '🎶|🎵|♫'),
  cue(
    'past-tale',
    '\\b(?:when i was|years ago|back in (?:19|20|the)|used to|in (?:19|20)\\d\\d|nan used|remember when|once)\\b',
  ),
  cue('smiles', '😂|🤣|😹|\\blol\\b|\\bhaha|😉|💀'),
  cue('angry', '😡|🤬|😤|🙄|👿'),
  cue('love', '❤|💙|💚|🙏|👏|🥰|💛|♥|\\bx+\\b'),
  cue('shouts', '\\p{Lu}{4}.{0,40}\\p{Lu}{4}', 'u'),
]
