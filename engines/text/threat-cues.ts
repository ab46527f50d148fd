/**
 * Turns of phrase by which a text is told to speak of a life in danger now, or of something that only sounds so: signs
 * for the model (`threat.bin`), none of which decides alone. Gaps are bounded, so that no text makes them slow.
 */
const kin =
  'mum|mam|mam?my|mummy|mother|dad|da|father|nan|nana|gran|grann?y|grandma|grandad|grandpa|son|daughter|brother|sister|wife|husband|hubby|missus|partner|boyfriend|girlfriend|uncle|aunty?|auntie|cousin|niece|nephew|mate|friend|flatmate|neighbour|baby|babby|toddler|bairn|wean|kids?|child|children|lad|lads|lass|boy|girl|man|woman|fella|bloke|lady|guy|gentleman|person|people|someone|somebody|sumbody|pensioner|teenager|driver|cyclist|pedestrian|walker|swimmer|kayaker|climber|family|twins|little one|bab|colleague|patient|worker|workm[ae]n'
const who = `(?:he|she|they|i|we|it|him|her|them|me|hes|shes|im|ee|${kin})`
const arms =
  'knife|nife|gun|machetes?|axe|shotgun|rifle|pistol|handgun|blade|hammer|sword|crossbow|acid|petrol|bomb|chib|shank|burner|strap|rambos?|hatchet|razor|noose|rope|cyllell|samurai|firearm|grenade|explosives?'

const cue = (name: string, source: string, flags = 'iu'): [string, RegExp] => [
  name,
  new RegExp(source, flags),
]

export const threatCues: [string, RegExp][] = [
  // bodies that fail
  cue(
    'no-breath',
    `\\b(?:(?:not|isn.?t|no|stopped|isnt|aint|ain.?t|barely|hardly|can.?t|cannae|cannot|isn.?t|struggling to|trouble|difficulty|wont|won.?t|never) (?:\\w+ )?(?:br(?:ea)?th\\w*|wake|waking|woken|responding|respond|moving|move|surfac\\w+|come up|rouse|get(?:ting)? (?:up|out)|react\\w*)|(?:breathing|breath|br[ea]th\\w*).{0,20}(?:stopp\\w+|shallow|funny|snoring|tight|gone|barely|a minute|rattl\\w*)|unconscious|unresponsive|ddim yn (?:anadlu|symud)|anymwybodol|no pulse|won.?t (?:wake|stop)|out cold since|can.?t (?:wake|breathe|feel|swallow|hold on|get (?:him|her|them|it) to))`,
  ),
  cue(
    'body-fails',
    '\\b(?:collapsed|unconscious|unresponsive|fitting|seizure|convuls\\w+|overdose[ds]?|overdoes|o\\.?d\\.?\\b|heart attack|cardiac|stroke|anaphyla\\w+|choking|chokin|bleeding (?:out|loads|heavily|too|badly|bare)|blood (?:everywhere|pumping|loads|pouring|won.?t)|pumping out|gone (?:blue|grey|white|limp|floppy|cold|purple|yellow)|lips? (?:are |is |all )?blue|turn(?:ed|ing) (?:blue|grey|purple)|limp|floppy|slurr\\w+|droop\\w*|dropped on one side|throat.{0,12}(?:swell\\w*|clos\\w*)|tongue.{0,12}(?:swell\\w*|up)|swell\\w+ up|chest (?:pain|is so tight)|clutching (?:his|her) chest|cut (?:her|his|my|their|too|to) (?:wrist\\w*|deep)|vomiting blood|coughing blood|septic|sepsis|eyes roll\\w*|passing out|keeps (?:fainting|passing)|fallen (?:from|off|down|about|through)|fell (?:from|off|down|through|about)|trawiad|gorddos|dying)\\b',
  ),
  cue(
    'kin-fails',
    `\\b(?:${who})(?:.?s| is| has| was| have| are|.?ve|.?m)? (?:\\w+ ){0,3}(?:collapsed|unconscious|bleeding|choking|drowning|fitting|stabbed|shot|trapped|dying|fallen|fell|overdosed|limp|floppy|blue|grey|under|missing|stuck|hanging|burning|cold|swept|crushed|electrocuted|buried|shanked|screaming|gone under)\\b`,
  ),
  cue(
    'aid',
    '\\b(?:cpr|compressions|defib\\w*|epipen|ambulance|ambo|paramedics?|999|111|medics?|air ambulance|oxygen|ventilator|insulin|inhaler)\\b',
  ),
  cue(
    'aid-late',
    '\\b(?:no ambulance|where.?s the (?:ambulance|medics)|still no (?:ambulance|help)|ambulance (?:said|not|hasn.?t|taking|isn.?t)|(?:hours|hrs) for an ambulance and|nobody (?:knows what|with him|.?s answering|can reach)|not answering|isn.?t answering|nobody.?s come|no ?one.?s (?:come|answering))',
  ),
  cue(
    'age-frail',
    '\\b(?:\\d+ (?:year|yr|month|week|day)s? old|newborn|aged? \\d|(?:is|she.?s|he.?s|i.?m) (?:1\\d|[2-9]|8\\d|9\\d)\\b|dementia|diabetic|autistic|pregnant|elderly|disabled|wheelchair)',
  ),
  cue(
    'worsens',
    '\\b(?:getting (?:worse|weaker)|got worse|rising|risin|closing in|coming (?:in|up|under|through)|nearly gone|left of battery|minutes of|battery|going (?:under|down|cold|drowsy|purple|blue|grey)|going|running (?:out|low)|past the|up to the|over the bonnet|spreading|reached)\\b',
  ),
  // water, heights, fire, ruins
  cue(
    'in-water',
    `\\b(?:${who}|car|van|boat|pram)\\b.{0,40}\\b(?:in(?:to)?|under|off|from|swept|through|out)\\b.{0,25}\\b(?:river|canal|sea|lake|reservoir|weir|harbour|marina|pond|ford|tide|water|watter|quay|causeway|afon|d[wŵ]r|llyn|ice|flood|current|slurry|mud|dock|groyne|pier|beach|ouse|severn)\\b`,
  ),
  cue(
    'drowns',
    '\\b(?:drownin?g?|going under|gone under|went under|swept (?:off|away|out|down)|capsiz\\w+|sinking|taking on water|cut off by (?:the )?(?:tide|water)|face ?down|not surfac\\w+|hasn.?t (?:come|resurfaced)|can.?t swim|cannit swim|clinging|blown out|being pulled|overboard|water.?s? (?:is )?(?:up to|over|past|still rising|rising|coming|at the)|d[wŵ]r yn codi|through the ice|boddi)',
  ),
  cue(
    'on-height',
    '\\b(?:(?:on|off|over|from|outside of|wrong side of|edge of|top of|climb\\w+|hanging|dangling|sat on|stood on|standing on|jump\\w* (?:off|from)|feet over|legs out|ar ochr)\\b.{0,35}\\b(?:bridge|roof|cliffs?|ledge|railings?|parapet|balcony|scaffold\\w*|windowsill|viaduct|pont|clogwyn|car park|multi ?storey|barrier|motorway|crane|tracks?|platform|rheiliau|severn|clifton))',
  ),
  cue(
    'burns',
    '\\b(?:(?:house|flat|flats|home|caravan|building|school|hospital|kitchen|stairs|hotel|coach|block|door|room|care home|tower)\\b.{0,30}(?:on fire|ablaze|alight|burning|going up|gone up|smoke|flames|fier)|(?:flames|smoke|fire)\\b.{0,40}\\b(?:window|inside|stairs|stairwell|door|upstairs|trapped|people|kids|child|woman|neighbour|floor|roof|building|breathe|flats)|on fire|set (?:him|her|my)self|t[aâ]n yn y)',
  ),
  cue(
    'inside',
    '\\b(?:still (?:in|inside|up there|in there|under)|inside (?:it|with)|(?:people|kids|children|someone|somebody|woman|family|neighbours?|she.?s|he.?s|man|nan|lady) (?:still |is |are |trapped |were )?(?:inside|in there|upstairs|in it|at (?:the )?windows?|under (?:it|there))|can.?t get (?:out|down|in)|couldn.?t get|trapped|no way out|locked (?:in|inside|us)|hiding|barricaded)\\b',
  ),
  cue(
    'ruin',
    '\\b(?:collapsed (?:on|onto)|come down on|caved in|rubble|landslip|gas explosion|roof.?s? (?:has )?(?:given|fallen|come)|wall.?s? fallen|fallen on|crush\\w*|under(?:neath)? the (?:car|tractor|wall|lorry|bus|train|rubble|jack|tram)|buried|pinned|run over|ploughed into|hit by|thrown from|on its roof|over the drop|through the barrier|level crossing|live (?:rail|lane)|wrong way)',
  ),
  cue(
    'gas',
    '\\b(?:smell (?:of )?gas|gas smell|gas (?:is )?(?:hissing|leak\\w*)|carbon monoxide|co alarm|yellow flame|dizzy|all feel sick|smell of gass)',
  ),
  // harm to oneself
  cue(
    'self-end',
    '\\b(?:(?:kill|hang|shoot|end|hurt|harm|top)(?:ing)? (?:my|him|her|them)self|end (?:it|things|my life)|ending it|take (?:my|his|her) own life|want(?:s|ed)? to die|don.?t want to (?:be here|live|be alive|wake|exist)|dont want to|better off without me|happier without|no (?:point|reason) (?:in |to )?(?:liv\\w*|go\\w* on)|can.?t (?:do this|go on|fight it|take it) (?:tonight|any ?more)|tired of (?:living|life|it all)|(?:last|final) post|goodbye (?:everyone|all|world)|said (?:his|her) goodbyes|texted (?:me )?goodbye|suicidal|tell my (?:mum|mam|kids|family)|sorry for everything|it all to stop|see the morning|safe with myself|ddim eisiau byw|lladd ei hun|by[wŵ] ddim mwy)',
  ),
  cue(
    'self-means',
    '\\b(?:(?:taken|took|take|tekken|got|holding|bought|swallowed|had|has|cymryd)\\b.{0,30}\\b(?:pills|tablets|overdose|paracetamol|morphine|all of them|rope|blade|noose|box of|tabledi|bleach|antifreeze)|(?:left|written|wrote|found) (?:a |the )?(?:note|letters)|cutting (?:her|him|my)self|i have a plan|got the (?:rope|blade|pills)|belt round|gun.?s on the table|razor|jump\\w* (?:off|from|in front|the)|in front of (?:a|the|next)|off to the tracks)',
  ),
  // harm by others
  cue(
    'armed',
    `\\b(?:(?:with|got|has|have|holding|waving|carrying|pulled|there.?s|had|in (?:her|his) hand|is|a|the|loading|sharpening|bringing|taking|gan|gynno fo)\\b.{0,18}\\b(?:${arms})s?)\\b`,
  ),
  cue(
    'attacks',
    '\\b(?:stabb?(?:ed|ing)|shanked|juked|ched|shot|shoot(?:ing|er)?|gun ?shots?|shots fired|gunman|slash\\w+|strangl\\w+|throttl\\w+|beating|batter\\w+|kick(?:ed|ing) (?:in the head|him|her|his)|chasing|acid|attack\\w*|hostage|kidnap\\w*|abduct\\w*|dragged|hands (?:round|around) (?:my|her) throat|round my throat|held me|won.?t stop hitting|hitting (?:her|him|me)|glass\\w+|smashing the door|kicking the door|trying to get in|break(?:ing)? the door|torri.r drws|poured petrol)',
  ),
  cue(
    'will-kill',
    '\\b(?:(?:going to|gonna|gunna|gonnae|will|.?ll|want to|coming (?:round|back)? ?to|says? (?:he|she|they).?(?:ll|s|d)|trying to|threaten\\w+ to)\\b.{0,25}\\b(?:kill|stab|shoot|burn|murder|finish|dae|duppy|hang|blow|slit|hurt|end|run over|put a bullet|jump|bomb)|slit your|put a bullet|you.?re dead|you will be dead|dead by|won.?t (?:see|make it|leave)|getting shot up|i know (?:where|which|his)|bringing the bomb|watch your back)',
  ),
  cue(
    'afraid',
    '\\b(?:he.?s (?:outside|back|coming|here|at the door)|my ex|hiding|please (?:hurry|come|fast|help|send|someone|anyone)|help (?:me|us|him|her)?|i.?m scared|hurry|come quick|send (?:someone|somebody|help|police|a boat)|he.?ll hear|locked me)\\b',
  ),
  // missing
  cue(
    'gone-missing',
    '\\b(?:missing|can.?t find|hasn.?t come (?:home|back)|not come (?:home|back)|last seen|wandered off|gone from|out (?:since|without)|been taken|overdue|high risk|got into a car|not seen (?:for|since)|ar goll|lost (?:at|on|in)|phone.?s (?:dead|off)|sectioned|went out at)\\b',
  ),
  // now and here
  cue(
    'now',
    '\\b(?:right now|just now|now\\b|currently|this minute|as i (?:type|write)|happening|at the moment|still\\b|tonight|ten minutes|\\d+ min(?:ute)?s?|quick|asap|urgent\\w*|immediately|someone call|call 999|phone an|rwan|heno|nawr|about to)\\b',
  ),
  cue(
    'there',
    '\\b(?:(?:there.?s|there is|theres|theirs) (?:a|an|somebody|someone|two|people|kids|lads|flames|smoke|blood|about)|in front of me|i.?m with|looking at|watching (?:a|him|her|someone)|opposite|next door|outside (?:my|the|our)|i can (?:see|hear)|we can (?:see|hear)|just (?:seen|found|watched)|mae rhywun|on the (?:\\d+|bus|train) )',
  ),
  cue(
    'place-for-help',
    '\\b(?:\\d+ [A-Z]\\w+ (?:rd|road|st|street|ave|lane|close|row|terrace|cottages|court|ct)|platform \\d+|near j\\d+|j\\d+|junction \\d+|a\\d{2,4}|m\\d+)\\b',
  ),
  cue(
    'second-hand',
    '\\b(?:(?:mum|sister|brother|niece|colleague|mate|neighbour|driver|nan.?s carer|lady on our bus|group chat) (?:says|just rang|rang|texted|is shouting|on site)|had a text|passing this on|just rang|rt please|he.?s texted|has just messaged|text off)\\b',
  ),
  // only sounds so
  cue(
    'jest',
    '😂|🤣|💀|😹|🎵|🎶|🎃|🕺|\\b(?:lol|lmao|haha\\w*|joking|send (?:wine|biscuits|flowers)|ngl|banter)\\b',
  ),
  cue(
    'idiom',
    '\\b(?:killing (?:me|it|the high)|killed it|killer (?:view|note|heels|whale|hill)|could (?:murder|kill)|kill for|would kill|dying (?:of (?:laughter|boredom|shame)|for a)|to die for|dead (?:on my feet|gorgeous|posh|good|nice|heat)|i.?m (?:dead|deceased|dying)|ah?.?m deid|nearly died|near drowned|drowning in|drowned (?:out|in)|death of (?:me|this)|over my dead|heart attack (?:when|at|if)|murdered (?:at|by|in|us)|murder on|absolute murder|starving|bored to death|freezing to death|freezin tae|catch\\w* my death|strangle whoever|swing for|kill (?:whoever|our kid|us|me (?:when|if))|shoot me|stab\\w* (?:me )?in the back|back ?stab\\w*|jump(?:ed|ing)? (?:for joy|the queue|on the bandwagon|off the deep)|burning (?:the candle|calories|question)|on fire today|fire sale|mixtape|bleeding (?:money|obvious|skint)|choking on the|suicide (?:to|pass)|career suicide|political suicide|life support|in stitches|cracked up|end him|finish them|fight .{0,20} to the death|for the chop|lost the will|put (?:me|us) out of|sinking under|going under with|heart in my mouth|bomb(?:ed)? (?:my|site|cyclone)|blown away|legless|dead (?:meat|lift|line|pan)|death ?trap|lethal|waiting to happen|better off dead|will to live|bron (?:a|i fi) (?:marw|farw)|yn fy lladd)',
  ),
  cue(
    'play',
    '\\b(?:game|gaming|xbox|ps5|playstation|fifa|warzone|cod|fortnite|gta|elden|level|boss|zelda|leaderboard|among us|paintball|escape room|film|movie|episode|series|season|finale|netflix|novel|book|chapter|podcast|panto|theatre|thriller|drama|telly|eastenders|emmerdale|corrie|casualty|soap|plot|spoilers?|hamlet|macbeth|musical|role ?play|poem|scene|lyrics|karaoke|song|sing\\w*|tribute|zombie|murder mystery|halloween|costume)\\b',
  ),
  cue(
    'sport',
    '\\b(?:keeper|penalt\\w+|goals?|ref|referee|cup|league|striker|midfield|defence|relegation|half ?time|full ?time|manager|nil|\\d+-\\d+|darts|captain|rovers|united|match|rugby|cricket|football|five a side)\\b',
  ),
  cue(
    'long-ago',
    '\\b(?:on this day|years? (?:ago|on|clean|since)|year since|last (?:year|night|week|month|summer|march|july|august|january|thursday|tuesday|monday|friday|saturday|sunday|weekend)|yesterday|in (?:1[5-9]|20)\\d\\d|1[5-9]\\d\\d|century|before the war|anniversary|remember\\w*|memorial|cofio|used to|when i was|back in|llynedd|decades|my twenties|the (?:70|80|90)s|in (?:january|february|march|april|may|june|july|august|september|october|november|december))\\b',
  ),
  cue(
    'over',
    '\\b(?:(?:found|home|rescued|recovering|brought|pulled out|all|is|are|was|been|he.?s|she.?s|they.?re|everyone.?s|and|back|now|arrived|got out) (?:safe\\w*|well|fine|ok|okay|stable|out|accounted|recovering|awake|sat up|home|unhurt)|safe and (?:well|sound)|no ?(?:one|body)(?:.?s| was| is)? (?:hurt|inside|injured|near|aboard|caught)|no injuries|nobody hurt|all safe|false alarm|made safe|stood down|called off|under control|extinguished|is (?:now )?out\\b|reopen\\w*|in recovery|he.?ll (?:live|mend)|just (?:wet|a)|thank god|turned? out|yn ddiogel|neb wedi|survived|survivor|grateful|thank(?:s| you)|diolch|stopped now|come out|came out|embarrassed)',
  ),
  cue(
    'news',
    '\\b(?:police (?:say|said|hunt|have confirmed|are appealing|:)|inquest|coroner|jailed|sentenced|court|charged|pleaded|trial|verdict|arrested|convicted|witnesses|identified|family (?:pay|informed|have been told)|tributes?|investigation|report(?:s|ed)? (?:says|said)|according to|officials|spokes\\w+|media say|feared dead|death toll|appeal\\w*|fined|guilty|detained|critical incident|survives|campaign|memorial|awareness|charity says|statistics|up \\d+ ?%|rates)\\b',
  ),
  cue(
    'notice',
    '\\b(?:never|always|avoid|do not|don.?t (?:drive|walk|panic|swim|ignore)|if you (?:are|have|see|feel|fall|smell|know)|know the signs|learn|dial 999|in an emergency|call (?:samaritans|101|us)|free on|are advised|keep (?:back|away|off|button)|tips|our (?:crews|nurse|officers|team)|residents|dangers? of|could save|find out|book now|talk, listen|there for you|peidiwch|this is (?:only )?a test|safety (?:week|tips|advice|visit)|how to use)\\b',
  ),
  cue(
    'drill',
    '\\b(?:drill|exercise|training|simulat\\w+|rehears\\w+|practi[cs]\\w+|test of|demo\\w*|course|dummy|actors?|open day|volunteering|ymarfer|for charity|for the hospice|awareness|sponsored|abseil|event|championships|display|mannequin|re-?enactment)\\b',
  ),
  cue(
    'supposes',
    '\\b(?:what (?:if|would|should)|if (?:a|someone|somebody|there|he|it|they)\\b|would (?:you|it|happen|burn|die)|could (?:have|burn|happen|kill)|might (?:have|one day)|one day|someone will (?:die|be)|people (?:are going to|will|could|die)|i (?:worry|think)|should (?:bring|be)|is it safe|can you die|how (?:do|long|would|many)|what.?s the number|where do i|does any ?one know if|asking for a|an accident waiting)',
  ),
  cue(
    'not-so',
    '\\b(?:no truth|rumours?|ignore the|there(?:.?s| is| has been| was) no\\b|not (?:a|true|drowning|dead|stabbed)|wasn.?t|isn.?t (?:missing|true)|it.?s only|it was only|only a (?:bonfire|test|drill)|nothing to worry|don.?t panic|mannequin|hoax|fireworks|someone.?s lunch)\\b',
  ),
  cue(
    'beast',
    '\\b(?:dogs?|cats?|hamster|goldfish|sheep|swan|seagull|badger|fox|hens?|chickens?|pony|rabbit|pigeon|magpie|duck|tomatoes|laptop|phone|wifi|internet|boiler|printer|car|shed|barn|tree|apple|plants?|bin)(?:.?s| is| has| have| are)? (?:\\w+ ){0,2}(?:died|dead|dying|missing|stuck|collapsed|burnt|drown\\w*|murdered|choking|sank|eaten|up a tree|tangled|gone up)',
  ),
  cue(
    'mild',
    '\\b(?:grazed|sprain\\w*|bruis\\w+|headache|temperature|plaster|nosebleed|minor|bump|splinter|blister|hangover|man flu|hay fever|cold|bit tired|broken (?:toe|wrist|arm|finger)|stiff|sore)\\b',
  ),
  cue('asks', '\\?'),
  cue('shouts', '^[^a-z]{12,}$', 'u'),
  cue('siren', '🚨|🩸|🆘|😭|🔪|🔥'),
  cue('numbers', '\\b(?:£\\d|\\d+k\\b|\\d+%)'),
]
