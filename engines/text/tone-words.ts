import { wordHash } from './tone-reading.ts'

/**
 * Words by what they speak of, compiled for the project: services and those who run them, things that are no public
 * service, and the talk of each emotion. Folded as the tokeniser folds; a word may stand in several groups.
 */
export const wordGroups = {
  service: `police policing officer officers pc pcso pcsos constable sergeant cop cops copper bobby bobbies polis heddlu force custody detective cps court courts coroner
    probation prison tribunal 999 101 111 council councils councillor councillors cooncil cyngor mayor bin bins binmen biniau binman refuse recycling rubbish tip collection collections crew crews pothole potholes
    gritter gritters gritting grit streetlight streetlights planning housing landlord tenancy repairs library libraries librarian leisure park parks playground swimming pool
    warden wardens parking permit tax registrar registry benefits pip dwp jobcentre credit hmrc dvla passport passports visa nhs gig hospital hospitals ysbyty ward wards nurse nurses nursing
    nyrs doctor doctors gp gps surgery surgeries consultant midwife midwives maternity a&e casualty ambulance ambulances ambiwlans paramedic paramedics clinic physio dentist dental camhs
    appointment appointments referral prescription carers carer social worker workers care firefighter firefighters fire brigade tan coastguard rnli lifeboat lifeguard lifeguards rescue volunteers
    school schools ysgol teacher teachers head sen ehcp nursery bus buses highways roads road council's environment agency nrw defences drains drain sewage flood warning consultation
    service services gwasanaeth staff team teams staffed department officials helpline caseworker receptionist reception handler operator`,
  private: `amazon tesco asda aldi lidl sainsburys morrisons coop spar greggs sky bt ee o2 vodafone virgin netflix uber deliveroo evri hermes dpd parcel delivery broadband wifi bank banks natwest barclays
    lloyds halifax easyjet ryanair wizz airline flight flights hotel restaurant pub cafe takeaway pizza curry chippy chips burger waiter waitress food menu beer film movie cinema episode series show
    telly tv netflix bbc song album gig band drummer concert game gaming xbox playstation match goal goals ref referee var defence striker manager team league cup rugby football cricket city united
    fc player players penalty hairdresser barber salon garage mot mechanic estate solicitor plumber builder vet boss work mate wedding holiday airbnb landlord avanti gwr train trains british gas
    octopus thames landlord car dog cat neighbour neighbours ex boyfriend girlfriend tories tory labour government mp mps brexit drivers driver cyclists`,
  told: `said says according reports report reported statement spokesperson announced announces launched published inquest heard appeal appealing witnesses arrested investigation inspection update
    updates closed open opens reopened consultation deadline apply vacancy recruiting nominations survey feedback remember please visit website details information available from until`,
  praise: `thank thanks thankyou diolch ta cheers grateful gratitude appreciate appreciated appreciation credit kudos props respect praise commend compliment brilliant amazing fantastic wonderful excellent superb outstanding
    great lovely kind kindness helpful friendly professional caring compassionate patient efficient quick quickly prompt fast impressed impressive chuffed delighted star stars hero heroes legend legends angel
    angels angel lifesaver saved asset gem diamond medal medals proud proudly best love loved gold reassuring reassured calm gentle dignity superstars fab ace mint belter smashing cracking champion class gwych
    bendigedig ardderchog hyfryd wych arbennig faultless flawless spotless bravo hats well done fair fault beyond`,
  blame: `disgrace disgraceful disgusting shambles shambolic joke farce farcical useless hopeless rubbish pathetic appalling awful terrible dire shocking scandal scandalous incompetent unacceptable unhelpful rude
    dismissive ignored ignore ignoring waiting waited wait hours weeks months years still again never nobody nothing nowt failed fail failing failure failures let down lost wrong worst worse complaint complain
    complaining complained complaints fuming furious livid angry disappointed disappointing gwarthus ofnadwy siomedig unanswered overflowing missed late cancelled delay delays excuse excuses fobbed hold broken
    waste wasted shame ashamed insult lied lies scunnered shower poor poorly neglect neglected cut cuts fix fixed sort why when typical`,
  fear: `scared scare scary scaring scariest afraid frightened frightening frighten fright terrified terrifying terror fear fearful fears feart petrified panic panicking panicked anxious anxiety worried worry
    worrying nervous nerves dread dreading dreaded bricking ofnus ofn pryderus alarmed unsafe danger dangerous shaking trembling hiding trapped nightmare nightmares creepy uneasy safe horrified spooked`,
  anger: `angry anger furious fuming livid raging ragin rage seething outraged outrageous outrage mad pissed annoyed infuriating infuriated disgusted disgusting disgrace disgraceful sickening sick idiots idiot
    morons moron scum thugs cowards coward vermin bastards bastard hell bloody fuck fucking shit hate shame ashamed pathetic selfish stupid irresponsible boils blood crac grac gwarthus rot enough dare liars liar
    corrupt criminal clowns hypocrites vile evil despicable unforgivable justice boiling scunnered`,
  sympathy: `thoughts prayers praying pray prayer condolences condolence sympathy sympathies sorry rip rest peace heart hearts love hugs cwtch cwtches strength thinking bless poor families family victims affected recovery
    solidarity cydymdeimlad cofion meddyliau gweddio strong loss souls healing wishing stand`,
  thanks: `thank thanks thankyou thankful ta cheers grateful gratitude appreciate appreciated appreciation diolch diolchgar owe indebted obliged tapadh`,
  joy: `happy happiest happiness joy joyful delighted thrilled chuffed buzzing buzzin ecstatic elated overjoyed excited yay woohoo hooray hurrah hurray celebrate celebrating celebration won win winners proud love
    loving lovely wonderful brilliant fantastic amazing best smile smiling smiles laughing laughed fun moon hapus falch llongyfarchiadau hwre yes yess result glorious gorgeous relieved relief lucky miracle made`,
  sadness: `sad sadness sadly saddest sadder heartbroken heartbreaking heartbreak devastated devastating crying cry cried tears sobbing sobbed weeping wept grief grieving mourning gutted lonely alone miss
    missing lost loss gone depressed depressing low empty broken broke hopeless trist torcalonnus miserable sorrow sorrowful numb hurt hurts upset died passed goodbye pain unbearable greetin`,
  danger: `gun guns knife knives axe machete bomb bang bangs explosion explosions gunshots shots scream screams screaming siren sirens alarm alarms smoke flames crack cracks cracking footsteps intruder
    prowler attacker lockdown door doors window windows locked lock barricaded stairs evacuate evacuated evacuation rising surge tremor tremors aftershock leak gas toxic outbreak virus threat threats
    threatened stalker followed following stabbing shooting collapse collapsing sinking stuck dark pounding shakes sick`,
  bereaved: `died death dead dying passed buried bury funeral funerals grave coffin ashes scattered widow memories memory photos photographs letters piano album chair goodbye anniversary gone empty quiet
    silence used remember remembered forgotten closed closing last end skip ruined lost sold cot boxes bench names`,
  feast: `party wedding birthday anniversary sun sunshine beach ice cream music band choir dance dancing danced dances cake champagne pint pints goal win winner medal trophy cup bells snow sledge
    rainbow puppies puppy kittens baby girl boy born home back free clear found safe passed offer result results holiday festival carnival fireworks cheering cheer cheered sang singing song hug hugging`,
  kin: `mum mam mom dad da mother father nan nain gran grandad taid granny grandma grandson granddaughter son daughter lad lass bairn bairns wean weans kid kids child children baby wife husband partner
    brother sister uncle auntie family families parents`,
  asks: `who what when where which how does do did is are can could would will should has have anyone anybody any please know`,
  they: `they them their theyre theyve theyd he him his she her its those these whoever somebody someone company minister ministers government management bosses executives`,
  self: `i me my im ive id ill mine myself we us our weve were dwi fi ni ein ma masel`,
  you: `you your youre youve yourself yours u ya ye chi ti`,
} as const

export type WordGroup = keyof typeof wordGroups
export const groupNames = Object.keys(wordGroups) as WordGroup[]

const bits = new Map<number, number>()
for (const [i, name] of groupNames.entries())
  for (const word of wordGroups[name].split(/\s+/)) {
    const hash = wordHash(word.replace(/['’&]/g, ''))
    bits.set(hash, (bits.get(hash) ?? 0) | (1 << i))
  }

/** Which groups a word is in, one bit each, by `wordHash`. */
export const groupsOf = (hash: number): number => bits.get(hash) ?? 0

/** The bit of a group. */
export const groupBit = (name: WordGroup): number => 1 << groupNames.indexOf(name)

/** Words that help to tell but say nothing to a reader when they stand alone as a reason. */
const mute = new Set(
  `why when still again never nobody nothing nowt let hold sort fix fixed cut cuts wait waited waiting hours weeks months years beyond done fair well made yes yess moon rest stand low gone lost loss
    down enough dare star stars end last used won win care best safe families family victims recovery hats typical poor`
    .split(/\s+/)
    .map(wordHash),
)

/** Whether a word of one of the given groups can stand as a reason. */
export const speaksFor = (hash: number, groups: number): boolean =>
  (groupsOf(hash) & groups) !== 0 && !mute.has(hash)
