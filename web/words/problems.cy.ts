const GEIRIAU = 'Defnyddiwch dri gair nad ydynt yn perthyn i’w gilydd.'
const enghraifft = (beth: string): string => `Disgwylid ${beth}.`
const GAIR = enghraifft('gair, "ymadrodd" neu hidlydd megis place:"Blackburn"')
const LLE = enghraifft('enw tref, pentref neu ardal, neu bwynt megis 53.748,-2.482')
const LLYTHRENNAU = enghraifft('llythrennau, digidau, #tag, @enw neu emoji')

/**
 * Yn Gymraeg, yr hyn a ddywedir wrth faes a wrthodwyd: pob allwedd sydd mewn tabl `messages.ts` o dan `server` ac `engines`,
 * a’i gwerthoedd yn nhrefn y Saesneg. Nid yw’n mynd i’r porwr.
 */
export const problemsCy: Record<string, (...gwerthoedd: string[]) => string> = {
  // server/platform/messages.ts
  'email-shape': () => 'Teipiwch gyfeiriad megis enw@sefydliad.llyw.cymru.',
  'email-taken': () => 'Defnyddir y cyfeiriad hwn eisoes i fewngofnodi yma. Defnyddiwch un arall.',
  'sign-in-wrong': () => 'Nid yw’r cyfeiriad neu’r cyfrinair yn gywir.',
  'proof-wrong': () => 'Nid yw hynny’n gywir. Rhowch gynnig arall arni.',
  'password-none': () => 'Dewiswch gyfrinair.',
  'password-not-yours': () => 'Nid hwn yw’ch cyfrinair.',
  'password-same': () => 'Hwn yw’r cyfrinair sydd gennych yn awr.',
  'password-short': (lleiaf) =>
    `Defnyddiwch o leiaf ${lleiaf} nod: mae tri gair nad ydynt yn perthyn i’w gilydd yn hawdd eu cofio.`,
  'password-long': (mwyaf) => `Defnyddiwch ${mwyaf} nod ar y mwyaf.`,
  'password-repeats': () => `Mae hwn yn ailadrodd yr un ychydig nodau. ${GEIRIAU}`,
  'password-digits': () =>
    `Digidau ac arwyddion yn unig yw’r pethau cyntaf y rhoddir cynnig arnynt. ${GEIRIAU}`,
  'password-run': () => `Rhoddir cynnig ar resi o fysellau yn gyntaf. ${GEIRIAU}`,
  'password-known': () =>
    `Mae hwn wedi’i seilio ar air y rhoddir cynnig arno’n gyntaf (cyfrinair cyffredin, neu enw lle neu berson yma). ${GEIRIAU}`,
  'factor-none': () => 'Mae angen ap codau neu god allwedd yn ogystal â’r cyfrinair.',
  'code-wrong': () =>
    'Nid yw’r cod hwnnw’n gywir. Mae codau’n newid bob 30 eiliad; rhowch gynnig ar yr un nesaf.',
  'code-wrong-new': () =>
    'Nid yw’r cod hwnnw’n gywir. Gwiriwch fod cloc eich ffôn yn gywir, a theipiwch y cod y mae’n ei ddangos yn awr.',
  'code-form-old': () =>
    'Nid ein ffurflen ni yw hon mwyach. Llwythwch y dudalen eto a sganiwch y llun newydd.',
  'recovery-wrong': () => 'Nid yw’r cod adfer hwnnw’n gywir, neu fe’i defnyddiwyd o’r blaen.',
  'passkey-unknown': () => 'Nid yw’r cod allwedd hwnnw’n mewngofnodi neb yma.',
  'passkey-not-made': () => 'Ni ellid gosod y cod allwedd. Rhowch gynnig arall arni.',
  'picture-large': (megabeit) => `Mae’r ffeil hon yn fwy na ${megabeit} MB. Gwnewch hi’n llai yn gyntaf.`,
  'picture-not': () => 'Nid llun y gellir ei ddefnyddio yw hwn. Defnyddiwch JPEG, PNG, WebP neu GIF.',
  'picture-pixels': () => 'Mae gan y llun hwn fwy na 40 miliwn o bicseli. Gwnewch ef yn llai yn gyntaf.',
  'picture-broken': () => 'Mae’r llun hwn wedi’i ddifrodi. Cadwch ef eto a rhowch gynnig arall arni unwaith.',
  'picture-costly': () =>
    'Mae’r llun hwn yn cymryd gormod i’w ddarllen. Cadwch ef eto fel JPEG a rhowch gynnig arall arni unwaith.',
  // server/estate/messages.ts
  'name-none': () => 'Teipiwch enw.',
  'name-none-person': () => 'Teipiwch enw’r person.',
  'name-none-yours': () => 'Teipiwch eich enw.',
  'name-none-unit': () => 'Teipiwch enw’r uned.',
  'name-none-organisation': () => 'Teipiwch enw’r sefydliad.',
  'name-none-your-organisation': () => 'Teipiwch enw’ch sefydliad.',
  'name-long': (mwyaf) => `Defnyddiwch ${mwyaf} nod ar y mwyaf.`,
  'role-none': () => 'Dewiswch rôl.',
  'time-zone-none': () => 'Dewiswch gylchfa amser, megis Europe/London.',
  'area-none': () => 'Dewiswch ardal o’r rhestr.',
  // server/exercise/messages.ts
  'speed-range': () => 'Rhowch gyflymder o 0.1 i 600; mae 1 mor gyflym â bywyd.',
  'moment-none': () => 'Rhowch foment o’r senario mewn eiliadau.',
  // server/listen/messages.ts
  'search-name-none': () => 'Rhowch enw i’r chwiliad.',
  'purpose-none': () => 'Dywedwch mewn brawddeg beth yw diben hyn. Heb ddiben ni cheir cadw dim.',
  'text-long': (mwyaf, sydd) => `${mwyaf} nod ar y mwyaf; mae ${sydd} yma.`,
  'basis-none': () => 'Dewiswch y sail gyfreithlon.',
  'retention-range': () =>
    'Dywedwch am faint o ddiwrnodau y cedwir neges sy’n cyfateb: rhif cyfan o 1 i 2,555.',
  'owner-none': () => 'Dewiswch rywun o’r sefydliad hwn.',
  'from-short': (enw) =>
    `Byddai from:${enw} yn dilyn pawb o’r enw hwnnw ar bob rhwydwaith, a gallai fod yn berson preifat. ` +
    `Rhowch yr enw llawn, megis from:${enw}.bsky.social neu from:${enw}@mastodon.social.`,
  'account-none': () => 'Enwch y cyfrif.',
  'immediate-reason': () => 'Dywedwch mewn brawddeg (10 i 500 nod) beth sy’n digwydd a pham na all aros.',
  'reference-none': () => 'Rhowch gyfeirnod yr awdurdodiad.',
  'authoriser-none': () => 'Rhowch rôl pwy bynnag a’i hawdurdododd.',
  'expiry-past': () => 'Rhowch ddyddiad yn y dyfodol pan ddaw i ben.',
  'expiry-far': () => 'Mae awdurdodiad yn para tri mis ar y mwyaf.',
  'number-range': (lleiaf, mwyaf) => `Rhowch rif o ${lleiaf} i ${mwyaf}.`,
  'days-none': () => 'Dywedwch sawl diwrnod yn ôl, fel rhif.',
  'columns-none': () => 'Anfonwch restr o golofnau.',
  'columns-many': (mwyaf) => `${mwyaf} colofn ar y mwyaf sy’n ffitio ar ddec.`,
  'column-short': () => 'Mae angen dynodydd, chwiliad a golwg ar golofn.',
  'filter-unknown': () => 'Nid oes dim o’r enw hwn.',
  'file-name-none': () => 'Rhowch enw i’r ffeil.',
  'replay-speed': () => 'Rhowch gyflymder uwch na 0; mae 60 yn chwarae awr mewn munud.',
  'network-none': () => 'Dewiswch rwydwaith y gellir gwrando arno.',
  'token-long': () => 'Mae hwn yn rhy hir i fod yn docyn.',
  'source-name-long': (mwyaf) => `${mwyaf} nod ar y mwyaf.`,
  'source-gone': () => 'Mae’r ffynhonnell hon wedi mynd.',
  'format-none': () => 'Dewiswch CSV neu JSON.',
  'page-unknown': () => 'Nid oes tudalen o’r fath.',
  'end-before': () => 'Rhaid i’r diwedd ddod ar ôl y dechrau.',
  'date-not': () => 'Nid dyddiad yw hwn.',
  'place-not-found': () => 'Dim ond lleoedd y daethpwyd o hyd iddynt y gellir eu cadw.',
  'tone-none': () => 'Dewiswch negyddol, niwtral neu gadarnhaol.',
  'kind-none': (mathau) => `Dewiswch un o’r rhain: ${mathau}.`,
  'language-none': () => 'Rhowch god iaith megis en, cy neu ur.',
  // server/channels/messages.ts
  'jetstream-address': () => 'Rhowch gyfeiriad sy’n dechrau â wss://.',
  'feed-address': () => 'Rhowch gyfeiriad gwe, megis https://www.example.org/feed.',
  'feed-intervals': () => 'Rhowch rif nad yw’n fwy na’r cyfnod hiraf.',
  'mastodon-server': () => 'Rhowch enw gweinydd, megis mastodon.social.',
  'mastodon-kind': () => 'Dewiswch public, local, hashtag neu list.',
  'mastodon-hashtag': () => 'Rhowch un hashnod, heb fylchau.',
  'mastodon-hashtag-none': () => 'Pa hashnod?',
  'mastodon-list-none': () => 'Pa restr? Mae ei rhif yn ei chyfeiriad.',
  'mastodon-token-none': () => 'Mae rhestrau’n perthyn i gyfrif: mae angen tocyn.',
  'import-text-none': () => 'Dywedwch pa golofn sy’n dal y testun.',
  'exercise-unknown': (enw) => `Nid oes ymarfer o’r enw ${enw}.`,
  'setting-least': (lleiaf) => `Rhowch ${lleiaf} o leiaf.`,
  'setting-most': (mwyaf) => `Rhowch ${mwyaf} ar y mwyaf.`,
  'setting-wrong': () => 'Mae hwn ar goll, neu ni ellir ei ddefnyddio yma.',
  'file-broke-off': (geiriau) => `Ni ellir darllen y ffeil: ${geiriau}`,
  'file-empty': () => 'Mae’r ffeil yn wag.',
  'file-no-text': () => 'Nid ffeil destun yw hon. Cadwch hi fel CSV yn gyntaf.',
  'file-no-object': () => 'Nid oes yr un llinell yn y ffeil hon yn wrthrych JSON.',
  'file-no-row': () => 'Ni ellir darllen yr un rhes yn y ffeil hon.',
  // engines/query/messages.ts
  'query-long': (mwyaf) => `Mae’r chwiliad hwn yn hwy na ${mwyaf} nod. ${enghraifft('chwiliad byrrach')}`,
  'query-character': () =>
    'Mae yma nod na all unrhyw destun ei ddal. Tynnwch ef; nid yw’n ymddangos, felly teipiwch y geiriau o’r newydd.',
  'query-empty': () => `Mae’r chwiliad hwn yn wag. ${GAIR}`,
  'query-only-not': () =>
    `Nid yw’r chwiliad hwn ond yn dweud beth i’w adael allan, felly byddai’n cyfateb i bron bob neges. ${enghraifft('o leiaf un gair neu hidlydd y mae’n rhaid i neges ei gael, bob ochr i bob OR')}`,
  'query-opens-nothing': () => `Nid yw’r braced hwn yn cau dim. ${enghraifft('( o’i flaen, neu ddim )')}`,
  'query-not-here': () => `Ni all hyn sefyll yma. ${enghraifft('diwedd y chwiliad')}`,
  'query-near-reach': (mwyaf) =>
    `Mae NEAR yn cyrraedd o 1 i ${mwyaf} gair. ${enghraifft(`rhif o 1 i ${mwyaf}, megis NEAR/5`)}`,
  'query-near-what': () =>
    `Mae NEAR yn gweithio rhwng geiriau, ymadroddion, a grwpiau o’r rhain wedi’u cysylltu ag OR. ${enghraifft('gair, "ymadrodd", neu (un OR arall)')}`,
  'query-near-ways': () =>
    `Mae gormod o ymadroddion o wahanol hyd o amgylch y NEAR hwn. ${enghraifft('llai o ymadroddion, ymadroddion o’r un hyd, neu rif llai ar ôl NEAR/')}`,
  'query-levels': (mwyaf) =>
    `Mae gan y chwiliad hwn fwy na ${mwyaf} lefel. ${enghraifft('llai o fracedi y tu mewn i fracedi')}`,
  'query-brackets-empty': () => `Nid oes dim rhwng y bracedi hyn. ${enghraifft('gair neu hidlydd')}`,
  'query-bracket-open': () => `Ni chaeir y braced hwn byth. ${enghraifft(') ar ôl y grŵp')}`,
  'query-quote-open': () =>
    `Ni chaeir y dyfynnod hwn byth. ${enghraifft('ail ddyfynnod ar ddiwedd yr ymadrodd')}`,
  'query-nothing-after': (gweithredydd) =>
    `Nid oes dim yn dilyn y ${gweithredydd} hwn. ${enghraifft('gair, "ymadrodd" neu hidlydd ar ei ôl')}`,
  'query-nothing-before': (gweithredydd) =>
    `Mae angen rhywbeth o flaen ${gweithredydd}. ${enghraifft('gair, "ymadrodd" neu hidlydd; i gael y gair ei hun, ysgrifennwch ef mewn llythrennau bach')}`,
  'query-terms': (mwyaf) =>
    `Mae gan y chwiliad hwn fwy na ${mwyaf} gair a hidlydd. ${enghraifft('llai o eiriau, neu ddau chwiliad')}`,
  'query-no-word-quoted': () => `Nid oes gair yn yr ymadrodd hwn. ${LLYTHRENNAU}`,
  'query-no-word': () => `Nid oes gair yma i chwilio amdano. ${LLYTHRENNAU}`,
  'query-star-short': () =>
    `Mae angen o leiaf ddwy lythyren o flaen seren. ${enghraifft('dechrau hwy, megis llifog*')}`,
  'query-star-inside': () =>
    `Ar ddiwedd gair yn unig y mae seren yn gweithio. ${enghraifft('dechrau’r gair ac yna’r seren, megis llifog*')}`,
  'query-filter-empty': (maes, esiampl) =>
    `Nid oes dim yn dilyn ${maes}: ${enghraifft(`gwerth yn syth ar ôl y colon, megis ${esiampl}`)}`,
  'query-filter-unknown': (maes, meysydd) =>
    `Nid oes hidlydd o’r enw “${maes}:”. ${enghraifft(`un o’r rhain: ${meysydd}; i chwilio am y geiriau eu hunain, rhowch hwy mewn dyfynodau`)}`,
  'query-handle': (esiampl) => `Nid enw cyfrif yw hwn. ${enghraifft(`enw megis ${esiampl}`)}`,
  'query-domain': () =>
    `Nid parth yw hwn. ${enghraifft('parth megis bbc.co.uk neu llyw.cymru; ar gyfer tudalen defnyddiwch url:')}`,
  'query-language': () => `Nid iaith yw hon. ${enghraifft('cod iaith megis en, cy, pl neu ur')}`,
  'query-choice': (gwerth, maes, dewisiadau) =>
    `Nid yw “${gwerth}” yn rhywbeth y mae ${maes}: yn ei adnabod. ${enghraifft(`un o’r rhain: ${dewisiadau}`)}`,
  'query-place': () => `Nid enw lle yw hwn. ${enghraifft('enw megis place:"Blackburn"')}`,
  'query-distance': (mwyaf) =>
    `Nid pellter yw hwn. ${enghraifft(`pellter hyd at ${mwyaf} km, megis 5km, 800m neu 3mi`)}`,
  'query-no-area': () => `Nid oes ardal i fesur ohoni. ${enghraifft('lle, megis within:5km:"Blackburn"')}`,
  'query-place-unknown': (enw) => `Nid oes lle hysbys o’r enw “${enw}”. ${LLE}`,
  'query-place-empty': () => `Nid oes dim yn dilyn yr ail golon. ${LLE}`,
}
