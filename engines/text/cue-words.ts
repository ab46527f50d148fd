/**
 * Kinds of words that intents and threats to life are told by, written for the project. Accents and apostrophes are left
 * out, as the tokeniser does; Welsh and dialect stand beside English.
 */
const kinds = {
  me: 'i im ive id ill me my mine myself we were weve wed us our ours a ah am wor ma oor dwi fi fy fi ni rwyn dw',
  you: 'you u your ur youre youve yous ye yer yas yourself yourselves ya youll youd ti chi eich',
  they: 'he she they them him her his hes shes theyre theyve hed shed o hi nhw',
  kin: `mum mums mam mams mammy mother mothers mummy dad dads da father fathers daddy nan nans nana nanas nanna gran grans
    granny grandma grandad grandads granda grandpa grandmother grandfather son sons daughter daughters brother brothers
    sister sisters wife wifes husband husbands hubby missus missis partner boyfriend girlfriend gf bf uncle auntie aunt
    aunty cousin niece nephew mate mates friend friends pal flatmate flatmates housemate neighbour neighbours
    neighbor stepdad stepmum toddler baby babys babies bairn bairns wean weans kid kids kiddies child children twins newborn
    twin infant grandson granddaughter grandchild fiance ex nain taid mab merch plentyn plant babi gwr gwraig brawd
    chwaer ffrind tad bampi mamgu tadcu bab nephews nieces lodger colleague carer workmate`,
  person: `man men mans woman women lad lads lass lasses boy boys girl girls bloke blokes fella fellas fellah guy guys lady
    gentleman gent gadgie someone somebody sombody sumbody anyone person people pensioner pensioners teenager
    teenagers teen youth youths driver cyclist pedestrian walker walkers swimmer swimmers climber climbers worker workers
    builder farmer passenger passengers student resident residents patient kayaker paddleboarder jogger biker motorcyclist
    rhywun dyn dynes menyw bachgen merch hogyn hogan pobl yer chap chaps dude lodger stranger couple family families`,
  weapon: `knife knives knife gun guns machete machetes axe shotgun rifle pistol handgun firearm blade blades hammer sword crossbow
    acid petrol bomb bombs bomb grenade explosives explosive chib shank burner strap rambo rambos cyllell gwn samurai
    hatchet bat nife screwdriver razor noose rope bullet bullets`,
  wound: `stabbed stabbing stab stabs shanked shot shooting slashed strangling strangled strangle choking choked beating
    beaten bleeding bleed bleeds bleedin blood bloods chinged ched chibbed juked dippped battered bludgeoned kicked
    impaled burned burnt crushed electrocuted run scalded gwaedu trywanu`,
  failing: `collapsed collapsing unconscious unresponsive unconcious breathing breathin brething breath breathe breathes
    fitting seizure seizures convulsing fit overdose overdosed overdoes od drowsy limp floppy grey blue purple clammy
    pulse cpr anaphylaxis anaphylactic epipen stroke cardiac sepsis asthma inhaler swelling swelled wheezing choke chokes
    hypothermia hypothermic slurring slurred faint fainting barely lifeless motionless moving responding respond
    insulin hypo rouse wake waking ventilator oxygen defib compressions dying dies anadlu anymwybodol trawiad gorddos
    labour waters vomiting paralysed warfarin`,
  drown: `drowning drown drownin drowned sinking capsized overboard swept swim cannit surfacing surface afloat boddi current
    rip adrift dragged submerged`,
  water: `river canal sea lake loch reservoir weir harbour marina pond ford tide tides water waters watter waves quay quayside
    beach causeway ouse severn afon llyn dwr mor estuary stream brook dock docks surf groyne pier slurry mud ice`,
  height: `bridge roof rooftop cliff cliffs ledge railings rail parapet balcony scaffold scaffolding windowsill sill viaduct
    pont clogwyn edge barrier overpass flyover crane multistorey multi storey tower window ridge mountain fell crag`,
  fire: 'fire fires flames flame smoke ablaze burning alight blaze tan fier engulfed inferno burn explosion exploded',
  trapped: `trapped stuck stranded rubble buried marooned cut locked sownd pinned underneath beneath under inside caved
    collapsed clinging hanging dangling hangin attic loft`,
  suicide: `suicide suicidal kill killing end ending die dying live living alive goodbye note pills tablets paracetamol overdose
    jump jumping jumped jumps hang hanging noose cut cutting harm razor ledge pointless byw tabledi lladd wrists`,
  railway: 'track tracks train platform railway line level crossing motorway carriageway lane m1 m6 lorry',
  gas: 'gas carbon monoxide co fumes leak hissing dizzy boiler gass nwy',
  missing:
    'missing lost vanished disappeared wandered dementia alzheimers vulnerable overdue abducted kidnapped snatched goll',
  now: 'now right currently still just happening moment tonight minutes mins urgent urgently emergency asap quick quickly immediately rwan nawr heno',
  past: `yesterday ago last week weeks month months year years decades anniversary remember remembering memory memorial
    inquest history historic century war 1941 1953 1966 1987 2015 2019 2020 2021 2022 used once llynedd`,
  rescued:
    'rescued safe safely recovered recovering survived survivor saved found stable home fine ok okay recovery sat brew false hoax alarm',
  news: `police inquest jailed sentenced court arrested charged pleaded trial coroner appeal appealing witnesses witness
    investigation officials spokesman spokeswoman statement report reports reported says said told according confirmed
    officers detectives headline breaking update murder verdict judge accused suspect custody bailed`,
  games: `game games gaming xbox ps5 playstation fifa warzone cod fortnite minecraft gta elden level levels boss zelda mario
    leaderboard respawn teammate paintball laser dungeon dragons quest`,
  film: `film films movie movies episode series season finale netflix book novel novels chapter podcast panto play plays
    theatre thriller drama telly tv eastenders emmerdale corrie soap casualty character plot poem scene spoiler spoilers
    hamlet macbeth musical cinema documentary actor actors opera`,
  sport: `keeper penalty penalties goal goals ref referee match cup league pitch striker midfield defence rovers united
    city nil rugby cricket football darts team relegation fixture half fulltime kickoff offside manager season marathon`,
  song: 'song songs lyrics singing sang sing karaoke tune album gig band playlist choir chorus bassline mixtape rap',
  jest: 'lol lmao haha hahaha hahahaha rofl joke joking banter lool ngl deceased literally honestly 😂 🤣 💀 😹 🙃 😆',
  drill: `drill exercise training simulated simulation rehearsal practice practising practicing test demo demonstration
    course dummy actors volunteers role ymarfer`,
  advice:
    'never always avoid learn know signs tips advice guide safety aware awareness week campaign remember remind call visit dial lines',
  animal: `dog dogs cat cats hamster goldfish fish horse horses sheep cow cows cattle badger fox foxes hen hens chicken chickens
    seagull swan rabbit pigeon duck hedgehog puppy kitten pony`,
  service: `council councils councillor councillors gp doctor doctors surgery surgeries hospital ambulance nhs police officer
    officers train trains bus buses tram ferry pothole potholes bin bins recycling refuse gritters gritter grit library
    dvla hmrc dwp passport passports housing parking planning school schools tax clinic ward dentist jobcentre benefits
    pip 101 111 999 highways road roads pavement streetlight lights water sewage drain drains lift repairs landlord
    receptionist warden wardens fire crew crews cyngor bws biniau ysgol meddygfa heddlu ffordd gwasanaeth appointment
    operation station toilets toilet park carer carers department website phone line letter`,
  failure: `missed cancelled ignored ignoring ignore late waiting waited wait waits hold queue broken overflowing closed lost
    rude again still never nobody nothing useless shambles joke disgrace disgraceful disgusting appalling shocking
    pathetic unacceptable ridiculous dreadful terrible awful worst hopeless failed failing failure failures delay delays
    delayed excuse excuses apology sorry promised supposed dismissive incompetent farce fobbed chased complaint complain
    complaints disappointed disappointing disappointment furious fuming angry sick fed overcharged wasted waste unhelpful
    neglected filthy state gwarthus ofnadwy siomedig anobeithiol insult sham shame shameful abysmal poor let unsafe
    dangerous ignored twice third fourth fifth sixth unanswered wrong`,
  crime: `stolen stole steal stealing nicked nick nicking robbed rob robbing robbery burgled burglary burglar burglars theft
    thief thieves mugged mugging pinched pinch swiped snatched snatch vandalised vandals vandalism smashed smash smashing
    slashed graffiti sprayed attacked attack attacking assaulted assault punched kicked threatened threatening
    scammed scam scammers fraud fraudster conned con hacked cloned dealing dealer dealers drugs drug cannabis weed coke
    trespassing poaching poachers coursing stalking stalked stalker harassed harassment harassing raped rape groped
    exposed flashed indecent blackmail blackmailed blackmailing arson arsonists tipping tippers tipped dumped fly keyed
    jemmied forced broke broken spiked poisoned shoplifting shoplifters shoplifter looting balaclava balaclavas
    hoodie moped ebike reg plate plates cctv dashcam doorbell suspicious prowling prowler burnt trafficking forged
    counterfeit fake dwyn lladrad torri malu fandaliaid dwynwyd cyffuriau twyll twyllo tanned jumped ramraid brothel`,
  property: `bike bikes bicycle car cars van vans phone handbag bag purse wallet tools shed garage window windows tyres tyre
    parcel parcels house flat shop till catalytic converter plates caravan trailer quad lead scooter jewellery laptop
    bank account card money pounds quid grand meic fan siop`,
  insult: `idiot idiots moron morons scum scumbag scumbags pig pigs bastard bastards bastads wanker wankers wnkers prick pricks
    dick dickhead dickheads dickhed twat twats tosser tossers bellend bellends knob knobs knobhead cunt cunts clown
    clowns muppet muppets numpty numpties halfwit halfwits cretin cretins imbecile imbeciles pillock pillocks plonker
    plank melt weapon eejit eejits bawbag fanny fannies rocket radgie tool twerp prat git gits arse arses arsehole
    arseholes asshole bitch bitches cow witch hag slag tramp slut weasel weasels snake snakes rat rats worm worms vermin
    parasite parasites leech leeches crook crooks liar liars coward cowards traitor traitors cheat loser losers freak
    weirdo creep pervert nonce nazi nazis fascist thug thugs jobsworth jobsworths swine toad toerag toerags gobshite
    spineless brainless gormless braindead retard retarded mong spastic spastics thick dense fat ugly stupid dumb
    lowlife lowlifes filth trash garbage ghoul ghouls wasteman paigon twpsyn mochyn ffyliaid ffwl cont cachgwn bacon
    acab chimps inbred inbreds baldy bint goblin dunce nincompoop buffoon buffoons scrounger scroungers spongers twit
    divvy div minger munter pleb plebs toff cockwomble shitbag dipstick nitwit dimwit simpleton oaf nobhead knuckle
    stinking disgusting vile evil slimy smug pompous sanctimonious corrupt lying two-faced ignorant fool fools pea brained`,
  swear: `fuck fucking fuckin fucked fucker fuckers fck effing f shit shite shitty crap bloody piss pissed sod bugger bollocks
    damn hell wtf stfu feck fecking bleeding b c`,
  bane: 'hope rot hell drop die dead burn choke karma deserve ashamed slap kicking punch hate disgrace embarrassment disease worthless waste oxygen',
  begone: 'off away lost jog shut gtfo get shove stick bog sling',
  thank: `thank thanks thankyou thanku thanx thx thnx ty tyvm ta cheers grateful gratitude appreciate appreciated appreciation
    thankful diolch ddiolch diolchgar indebted kudos props shoutout shout merci credit hats chuffed blessed bless`,
  praise: `brilliant amazing wonderful fantastic lovely superb excellent great star stars legend legends hero heroes angel
    angels kind kindness helpful patient professional caring best gem marvellous fab outstanding bendigedig gwych
    fault faultless reassuring friendly canny mint sound incredible`,
  plead: `please pls plz plis plse plea help helps helping helpu need needs needed angen desperate urgent urgently sos
    appealing asking require requesting request assistance assist kindly could can would anyone anybody somebody someone`,
  serve: `spare lend borrow free available happy willing glad gladly offer offering offered volunteer volunteering donate
    donating welcome croeso lift shelter host bring collect fetch cook drop deliver give giving use help dm dms message
    knock shout sofa room bed beds blankets van 4x4 boat generator pump trailer skills translate interpret babysit
    kettle brew soup tea food clothes open gallaf gallwn fodlon sbar`,
  advert: `booking bookings book sale discount quote quotes prices price cashback vouchers apply rates brochure viewing
    offers salon hire hiring vacancy vacancies entry tickets ltd instalments deals deal website shop showroom`,
  wh: `what whats when whens where wheres who whos whose which why how hows whereabouts wot wots whaur hoo
    pryd ble pwy beth faint sut pam pa oes ydi ydy ydyn fydd gaf`,
  aux: 'is are was were do does did can could will would should shall may have has had am isnt arent dont doesnt didnt cant wont any anyone anybody any1',
  wonder:
    'wondering wonder know knows idea heard update confirm advise clue tell explain recommend unsure info gwybod',
  foi: `foi foia foisa foisas eir freedom information disclose disclosure copies copy correspondence emails minutes breakdown
    figures statistics stats data records recorded dataset spreadsheet csv report reports contract contracts tender
    audit invoices expenditure spend spent spending cost costs total number request requesting provide supply release
    publish sar subject access act pursuant under rhyddid gwybodaeth ddeddf cais gopi wariant itemised broken
    figure documents document policy statistics salaries expenses assessment survey surveys itemised ward years since`,
  hedge: 'if would could might imagine suppose hypothetically what',
  not: 'no not never none nobody nothing isnt arent wasnt werent didnt doesnt dont cant wont without nae cannae neb dim ddim',
} as const

export type CueKind = keyof typeof kinds
export const cueKinds = Object.keys(kinds) as CueKind[]

const known = new Map<string, number[]>()
for (const [index, kind] of cueKinds.entries())
  for (const word of kinds[kind].split(/\s+/)) {
    const list = known.get(word)
    if (!list) known.set(word, [index])
    else if (!list.includes(index)) list.push(index)
  }

const none: number[] = []

/** The kinds of a word, as places in `cueKinds`; none for most words. */
export const cuesOf = (word: string): number[] => known.get(word) ?? none
