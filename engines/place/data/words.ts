/** Words that tell places from other things that are written the same. Lower case, folded. */
const list = (text: string) => new Set(text.trim().split(/\s+/))

/**
 * Names of settlements that are ordinary words: taken for a place only with a word before or after that says so, and
 * never at the start of a sentence without one.
 */
export const ordinary = list(`
blackness blades brill broom callow cardigan cargo chalk contin crank farewell fogo killin lakeside lizard locking
login lugar minions mucking roadside stove talkin tenga tong tore
more over how work well hope week old fans grade read water deal march star worth debate send low field sound stand sale
ball coast row reading eye church bush park rock raw quarter hay law box selling dull beach battle stuck wall mark rise
street burn reach flash beer par edge shop homer cross pool fail stock carry toward hall loose began haven jump mail bank
knock river laws phones bridge rose hook garden heck dollar throws nasty cam greet hill bow lake hammer triangle halfway
gallery tongue trap mere wing ore banks ham inch sand angle bucks bath settle pale hart letters col diss seal shelf brawl
forth anchor boot sheet swallow twenty drums midfield basta hoo healing highway lover whale ripe voy wells brook cotton
angel yelling hoe coat tempo roster salt temple meals doll pan rode loans bowling matching walls fleet dalton bridges
folly messing fence slack drum pennant hints arrow sticker pill summit petty chapel scar dishes sway dale riverside soar
creed breach beds mold downside grain eagle battlefield ridge uphill acre toppings carrot halls kirk comer rugby sandwich
bury deal derby university valley mount dawn oval cliff badger lair westfield stone ash mill green forest castle common
ford station hospital school college village town city district county north south east west upper lower new great little
hand hale hope rest street ley over shop stoke beer bell booth brand brow buckle bull burrow chain chance chase clay clock
cold corner cove cow craft crane crook crown dean dell den dial ditch dog down drift dry duck dun dykes eight elm end eve
fair farm fern field fish flag flax flint fold foul four foxhole frost gate glen gold gore grange grove gunners hack halt
hard harp haste hatch hawk head heath hedge hide hive hollow home honey horn horse house hunt idle ivy jack key kiln king
kings knights lamb land lane lead leap lime link lion loft long loop loud mare market marsh mead meadow meer mile mines moat
moor moss mouse mow nail nap nest net nine nook oak oaks oat oven pace paddock page palace pant park path peak peel pen pike
pill pin pipe pit plain play plough plumb point pole pond poor port post pound pride prior quarry queen rake ram ran range
ray red ring rivals road roof rook roost rope round row rush saint saints sale saul scarlet sea seat second seven shade
shap sharp shaw shell shire shoot shore side sign six skinner sky sleet slip snow soil song spa spark spinner spittle splat
spring square stack stag stall stand state stem step stile stones store storm street stretch strand stream strong style
sun swan swine tail tap tar ten thing thorn three throw tide tile toll tom top tower tree twelve two under union unity vale
venture vine wake wallow ward wash watch way weare weir well wheel whip white wide wild willow wind wish wold wood woods
wool word works yard yoke barking barrow beacon blackwater bliss bude bugle bow chapel chard cheddar cheese cray cups dent
droop ends eyes fence finish first gamble good goose grand hope infant junction jumpers kettle lash life limb lost louth lover
mavis maiden minster mousehole nasty necton ness never nobody normal odd once organ ossett ought paradise pity plush
pratt pratts ready roast rough ryde rye scales scorn shute sing snap sole sots splash splott stagger start steep stick stop
street success surrender swell swing tan tease thrift thrush thunder tiptoe tongue toot turn twatt two upend use wade
wales walk want warden wet what wham wing wyre yelling yell beauly bold bolt born brush bunny butt cake catch cheers clever
crackpot curry custom dinner dirt drop ease feltwell flamingo force foss frog fry gale giggleswick glass guide hell herne
hose idea ink knot lumb lump lunch mop mug nip nob noise nose ogle patch penny pink plank pocket pop pratis princess
purse rack rainbow rascal rat river robin rust sack sand sauce scrub silk sink sixpenny slate smoke soap soup spoon stain
sweet tack tart teams tea towers trade train trend trim trust tunnel twist vole wallop weather wedding whisky wick work
globe monument drill flowers reach corn rainow mist ruddle bulls nan hannah evening night morning day minnow
borough arms army ascot bay bower brown cat charity charter christmas club community council court cross deep diamond exchange
flower fork foundry fountain freedom frame hotel island justice labour liberty line lodge manor mansion marina mission
museum nature office orchard parade parish pier pilot plantation plaza police press priory promise public quay race railway
ranger rectory refuge reserve resort retreat ridge royal school shelter sports stadium stage star sunrise terrace theatre
thistle title toad trail treasure trinity triumph trophy truce victory view vision warren waterfall waterside welcome wharf
wonder march may august sunday monday friday
`)

/**
 * Settlements that are also given names, family names or names known from elsewhere in the world. Taken for the place
 * only with a word that says so, or when near the reader.
 */
export const personal = list(`
armitage ashe bale barr benson bourne broomfield carrick churchill clapton cosby coulter crow eastwood eyre farley
gayton golding guthrie hadfield harden haye hemsworth hinckley holland holloway holm hurley lea lincoln lyne malone
marr northam paxton platt plympton preston redford redgrave ridgeway salem southgate stapleton starr stella
swalwell walcott whitford willett wortham
ashworth ashby atherton atkinson barlow barton beaumont bedford benton berry birch blackburn blakeley blakey bolton booth bradshaw
bramley brandon bromley broughton buckley burgess burnham buxton byron carrington chadwick cheetham chesterton clegg clough
copeland cornwell coverdale cranston crawley dawson denton dixon dodd drummond duckworth durham eastwood eccles ellison entwistle
fairfax farnham fielding fleming forsyth garfield glover goddard goodwin greenwood grimshaw halliwell hanley hargreaves haslam
haworth heaton heywood higham hindley hinton holden hollingworth holroyd horsfall horton houston howarth huntington hurst
ingham jarrow kendal kendall kershaw kirkby kirkham langdon langford langton latham lester lincoln lockwood lomas lumley
lytham marsden marston mayfield mellor melville middleton milburn milner milton monkton norwood oldham openshaw otley padgett
paisley penny pickford pilkington preston prestwich ramsbottom ratcliffe rawlinson redman redmond rigby rochester royston ryder
saddleworth sedgwick selwyn shaftesbury sherwood shipley skipton southgate stafford stainton standish stanton stapleton
stratford stubbs sudbury swinton tattersall thornley tipton townsend trafford tranmere turton upton wadsworth wakefield walker
walmsley walton warburton warrington warwick waterhouse wetherby wharton wheatley whitby whitworth wigan
winchester windsor winstanley winterton woodhouse woodville worsley wycombe york yardley
paul brock gifford walker martin cole kerry hamilton cameron anderson osborne orton lee dean bentley carey kelly charles
wilson harris moore milton nash ross affleck keith elton bradley gordon barry ashley presley douglas arnold warren craig
oliver logan hilton morton thompson carlton penn brandon barlow pitt wyndham nelson crosby shaw heather simpson sheen lana
barnes reed whitney wendy stanford harrington connor bean farr mitcham hartley easton norton bray colton mitchell
brooks marcus holly hope ivy jordan lesley leslie kimberley stanley sydney clifford clive clifton 
 craven wells beverley shirley chelsea brent tyrone burton carter clarke clark compton cooper crawford
dalton davies davis drake duncan dunstan eaton eden edgar ellis emerson evans fenton fletcher forbes foster
francis fraser garrett gerrard gilbert glen glenn graham grant green gregory griffin hadley hampton harley harper harrison
harvey hayes heath henley henry hilary holmes hopkins houghton howard howell hudson hughes hunter hurst irving
irwin jackson james jamieson jarvis jefferson jenkins jennings johnson johnston jones kennedy kingsley kirby lambert
 lawrence lawson leigh lennox lewis lindsay livingston livingstone lloyd lorne lyndon macdonald mackay maclean
mallory marshall mason matthew maxwell maitland melrose mercer meredith miles miller montgomery morgan morris morrison
mortimer moses murray myles neville newman newton nicholas noble nolan norman norris ogden olney osborn parker parkin
patrick patterson payne pearson percy perry peters phillips pierce pollard porter powell price quinn ramsay ramsey
randolph raymond reid reynolds rhodes richards richardson richmond riley robert roberts robertson robinson rogers ronald
roscoe rowan rowe roy russell rutherford sadler sampson sandy saunders sawyer scott selby seymour sharp shelby sheldon
shelley sherwood sidney simmons sinclair skelton slater smith spencer stephens sterling stevens stewart 
 stuart sullivan summers sutton swift talbot taylor temple thomas thornton thorpe todd travis trent tucker turner
tyler tyson vaughan vernon vincent wade wallace walsh walton ward warner warwick washington watson watt watts wayne webb
webster wells wentworth wesley weston wheeler whitaker whitfield whittaker wilkinson willard william williams winston
winter wood woodward wright wyatt young horton hatton halton harding hardy hawkins haydon helen hewitt holt
hyde kingston knowles langley layton leighton lowe lyle lynn malcolm marley may mays melton merton middleton moss
mottram neston nuttall oakley orwell oakes parr patton penrose pickering poole prescott radcliffe
ripley rodney rowland rufford rugeley rydal ryton sale sanderson sefton shelton sherborne sutherland
 tate thurston tilly tracy trevor tully upton vera violet warley wilmot winslow
wolfe worth wortley yates isla ailsa florence augusta elie erin cara
lauder blair braemar brodie cromarty crichton dallas errol fergus gifford gleneagles glenfield innes
keir kyle leslie leven lomond muir rosslyn 
emma lucy rachel rebecca hannah laura sarah jessica amelia olivia poppy daisy rose grace jack harry george alfie oscar
`)

/**
 * Names that mean a place elsewhere in the world when nothing says otherwise (there is a California in Falkirk and a
 * Toronto in County Durham).
 */
export const foreign = list(`
boston california canada quebec egypt palestine denver dallas houston melbourne calgary edmonton washington 
georgetown jamestown turin ronda costa fogo tonga holm laguna farmington perth halifax wellington hamilton philadelphia
toronto moscow jerusalem bethlehem nazareth babylon gibraltar barcelona dunkirk waterloo hollywood botany sydney brisbane
adelaide florida texas nebraska pennsylvania maryland virginia bermuda jamaica barbados egypt lebanon jericho sebastopol
malta corsica vienna rome paris lisbon portobello quebec bunker dresden greece holland poland russia bavaria balaclava inkerman
alma hanover saratoga lexington concord trenton phoenix columbus austin memphis nashville charleston
savannah montrose portland salem manila bengal delhi lucknow mandalay khartoum pretoria ladysmith
mafeking kimberley zeal melville montreal vancouver victoria ottawa winnipeg regina cairo troy athens sparta syracuse
ithaca rhodes cyprus lusitania genoa verona venice florence milan naples california kansas oklahoma orlando miami tampa
`)

/** What is named after a place but is not in it, or not to be pinned on it: the word that follows. */
export const notThePlace = list(`
road rd street st avenue ave lane ln drive dr close crescent cres terrace grove gardens gdns walk row court way place
mews square sq boulevard parade rise hill view house inn canal tavern lodge
united utd fc afc cfc rfc rufc rovers wanderers albion athletic hotspur villa argyle orient alexandra wednesday rangers
celtic thistle county-cricket harriers warriors rhinos knights tigers sharks falcons saints bulls giants
evening mail echo gazette mercury chronicle herald telegraph observer advertiser courier times argus journal post
express news guardian examiner star citizen reporter standard live world today
marathon forest terrier pudding cheese sausage sausages hotpot cake tart beer gin whisky pride arms
`)

/** The word that follows a place's name and makes it one. */
export const placeAfter = list(`
jobs weather man woman mum dad boy girl teen teenager pensioner couple family lad dog resident pub club nightclub
restaurant shop shops driver drivers councillors councillor crew crews officer officers firefighter firefighters lifeboat
festival carnival show lido lifeguards libraries schools pupils students traffic train trains tram trams roads flat house home homes
villager villagers shoppers trader traders landlord businesses business prison hotel theatre museum cinema gp gps surgery surgeries
marshes canal flyover barracks factory docks port campus cemetery townhall businessman builder nurse teacher student
commuters passengers parents neighbours neighbourhood burglary burglaries stabbing murder inquest floods tramway riots bid
cctv cid pcso pcsos bins libraries bypass roundabout services junction rail line branch pit pits colliery stables
racecourse golf allotments brewery bakery
town village area city centre center council hospital police station railway bus high hall market university college
school airport bridge river beach harbour harbor docks park estate district parish bypass flood floods flooding
fire crash residents locals resident area's library cathedral castle church crown magistrates coroner a&e mp mps cllr
borough metropolitan constabulary constituency suburb pier prom promenade seafront quay marina south north east west
`)

/** The word before a place's name that makes it one. */
export const placeBefore = list(`
in at near from to around outside across between past beyond serving overlooking behind through via towards toward into inside throughout leaving reached visiting
visit central downtown greater north south east west northern southern eastern western rural outer inner mid upper lower
yn ym yng o i ger
`)

/** The word before that makes a personal name of it. */
export const titles = list(`
mr mrs ms miss dr prof professor sir dame lord lady cllr councillor pc sgt sergeant inspector insp supt chief constable
det detective superintendent judge justice mp rev reverend fr father sister brother king queen prince princess president
captain capt major colonel col general gen lt cpl private minister secretary mayor uncle aunt auntie grandad nan st by
`)

/** Given names: a place's name after one of these is a family name. */
export const givenNames = list(`
abbie abigail adele agnes ahmed aleksander alisha alistair alun amber amir amy anita ann-marie annabel annette anthea anwen
arjun arran arun ashleigh asif audrey ava aziz bartosz becky bernadette beverley bilal blake bob bronwen bryan bryn caitlin
cara carly carmel carolyn carys cassie cath cathy cecil cerys chantelle charlene charmaine cheryl chelsea cindy claudia clifford
clifton connie cora corinne crystal cynthia daljit damian darcy daryl davina deepak deirdre demi dewi donovan doreen doris
douglas duncan dwayne ebony edith edwina elena elin elinor elisha elsie emlyn emmanuel enid ernest esme esther eugene euan ewan
fay faye felicity fergus fiona floyd frankie freda gail gaynor georgina geraint gerard gerry ghulam gladys glyn graeme greta
guy hamish hamza harpreet harriet harris harvey haydn hector helena herbert hilary holly hope horace hugo ifan imogen ingrid
iqbal irena isaac isobel jackson jade jakub jamal jameel janice janine jared jasmin jaspreet jayne jeanette jeffrey jemma jill
jocelyn jodi jonny josef josie joy judy justine kamal kamran kara kasia katarzyna katherine kathryn katy kayleigh keeley keira
kelvin kendra kenny kerri khalid kimberley kiran kirstie kiri krishna krystal kwame lakshmi lara laurence leanne leila lenny
leona leroy lewis lindsay lindsey lola lorna lorna louisa lucia lucinda lynda lynne lynsey mabel maddie madeleine maisie malcolm
manjit marcin marek mariam marjorie marlene marlon marshall mathew maurice mavis max mehmet melvin meera mia mick mildred millie
miriam mitchell mo moira molly monica morgan muriel myra nadine nasreen ned nerys nicholas nigel nisha noreen olive olwen orla
owain pawel pearl peggy percy perry piotr piers polly pradeep preston priya quentin rafal rahul rajesh ralph ravi rebekah reece
reg rex rhona rhonda ricky rizwan robbie roberta robyn rodney roland rosa rosalind rosemary rowan roxanne rupert ryan sabrina
sadie saeed sajid salman samina sandeep sanjay saul scarlett selina shabana shahid shakira shamima shane shannon sharlene shaun
shauna shelley sheryl shireen sid sidney sienna simone sinead skye sonia sophia spencer stefan stella summer sunita surinder
syed sylvie tahir tamara tamsin tanya tariq tasha tegan tessa thelma tia tiffany tim tomasz tommy tracy trudy tyler tyrone
ursula usman val vanessa vaughan verity vernon vicki vikram viv vivien walter warren wendy wesley whitney wilfred winifred
xavier yusuf yvette zachary zainab zoe
aaron abraham adam adrian aidan aisha alan albert alex alexander alfie alfred ali alice alison amanda amelia amy andrea
andrew andy angela ann anna anne anthony antonio archie arthur ashley austin barbara barry ben benjamin bernard beth bethan
betty bill billy bob boris brad bradley brandon brian bruce callum cameron carl carol caroline catherine charles charlie
charlotte cheryl chloe chris christian christina christine christopher claire clare clint clive colin connor craig dai
daisy dan daniel danny darren dave david dawn dean debbie deborah declan denis dennis derek diana diane dominic don donald
donna dorothy douglas duncan dylan eddie edward eileen eleanor elaine elizabeth ella ellie emily emma eric erin ethan eva
eve evelyn fatima fiona florence frances francis frank fred freddie freya gareth gary gavin gemma geoff geoffrey george
georgia gerald gethin gillian glen glenn gordon grace graham grant greg gwen hannah harriet harold harry hassan hayley
hazel heather heidi helen henry holly howard hugh hussain huw iain ian imran ioan irene iris isaac isabel isabella isla
ivan ivy jack jackie jacob jade jake james jamie jan jane janet jasmine jason jay jean jeff jennifer jenny jeremy jerry
jess jessica jim jimmy jo joan joanna joanne jodie joe joel john johnny jon jonathan jordan joseph josh joshua joyce juan
judith julia julian julie june justin karen karl kate katherine kathleen katie kay keith kelly ken kenneth kerry kevin
kieran kim kirsty kyle lance laura lauren lee len leo leon lesley leslie lewis liam lily linda lisa liz lloyd logan lorraine
louis louise lucas lucy luke lynn mandy marc marcus margaret maria marian marie marilyn marion mark martha martin mary
matt matthew maureen max maxine megan mel melanie melissa michael michelle mick mike mohammed mohamed molly muhammad nadia
naomi natalie natasha nathan neil nia niall nicholas nick nicola nicole nigel noah nora norma norman oliver olivia omar
oscar owen pam pamela pat patricia patrick paul paula pauline penny pete peter phil philip phoebe poppy rachel ralph ray
raymond rebecca rhian rhodri rhys richard rita rob robert robin rod roger ron ronald rory rose rosie ross roy ruby russell
ruth ryan sally sam samantha samuel sandra sara sarah scott sean seb sebastian shane shannon sharon shaun sheila shirley
sian simon sophie stacey stan stanley stella stephanie stephen steve steven stewart stuart sue susan suzanne sylvia tara
ted terence teresa terry theresa thomas tim timothy tina toby todd tom tommy tony tracey tracy trevor valerie vanessa vera
veronica vicky victor victoria vincent wayne wendy will william willie winston yasmin yvonne zac zara zoe keir rishi
nigella theo kemi jeremy angela rachel yvette wes ed priti suella jacinda barack donald joe hillary
`)

/** After a comma or "in": the name before is abroad. */
export const abroad = list(`
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming ontario quebec alberta
manitoba saskatchewan newfoundland queensland tasmania nsw usa us canada australia ireland jamaica ny nj nh ma mass pa tx
fl oh ga nc sc va md ct il tn az ca bc ab nz
`)

/** The word that follows the name of a place and makes a team of it. */
export const teamAfter = list(`
striker midfielder defender winger keeper goalkeeper boss manager coach captain squad cc supporters
forward fly-half centre-half loanee academy fullback skipper v vs beat drew
`)

/** A word of a game: beside one, a lone name of a place is likely a team. */
export const gameWords = list(`
scored defending goal goals fixture fixtures kickoff premiership striker hat-trick offside penalty penalties relegation promoted
nil scorer equaliser equalizer league cup playoff playoffs wicket innings bowled
`)

/** The word before that makes a team of the name. */
export const teamBefore = list(`
beat beats beating v vs thrash thrashed hammered defeated
`)

/** "Duke of Edinburgh", "Battle of Hastings": a title or an event. */
export const titleOf = list(`
duke duchess earl countess marquess marquis viscount baron baroness prince princess battle treaty siege
`)

/** What is made in many places and called after one; in small letters too. */
export const wares = list(`
pudding puddings pasty pasties sauce comma terrier terriers sausage sausages tart tarts cake cakes mint cheese hotpot lager
gin stilton biscuit biscuits bun buns accent dialect spaniel dripping rarebit blues stone lace china clay pottery ware chair
`)

/** What people do and places do not: the word after a family name. */
export const personDoes = list(`
said says told tells added adds explained replied tweeted insisted admits admitted denied denies pleaded who whose thinks
laughed smiled recalled scored resigned retired signed
`)

/** "the people of Deal", "MP for Wells": a word, "of" or "for", and a place. */
export const ofThePlace = list(`
town village city people residents resident mayor lord outskirts centre center heart streets area suburb parish district
borough county port whole most all part parts side edge miles north south east west end middle hamlet community mp mps
candidate councillor cllr warning warnings alert alerts villages towns outside coast harbour ward seat
`)
