const rhif = (n: number): string => n.toLocaleString('cy-GB')
/** O ddeg ymlaen mae rhif crwn yn ddigon. */
const tua = (n: number): string => rhif(n >= 10 ? Math.round(n) : n)

interface Gwerthoedd {
  /** Fel y mae rhywun yn ei ddarllen: “heddiw 14:02”. */
  at: string
  n: number
}

/** Yn Gymraeg, yr hyn y mae’r gweinydd yn ei ddweud am ffynonellau (server/listen/source-words.ts). */
export const statesCy = {
  says: {
    paused: ({ at }) => `Wedi’i hoedi ers ${at}.`,
    starting: () => 'Yn cychwyn.',
    'not-started': () => 'Heb gychwyn eto.',
    waiting: () => 'Yn aros:',
    blind: ({ at }) => `Ni chlywir dim ers ${at}.`,
    again: ({ at }) => `Rhoddir cynnig arall arni ${at}.`,
    'no-sign': ({ at }) => `Dim arwydd o fywyd ers ${at}.`,
    'not-silence': () => 'Nid tawelwch yw hyn: ni chlywir dim.',
    'catching-up': ({ at }) => `Yn dal i fyny o ${at}.`,
    silent: () => 'Mae’n ateb ond nid yw’n anfon dim.',
    listening: () => 'Yn gwrando.',
    heard: ({ at }) => `Clywyd ddiwethaf ${at}.`,
    'heard-usually': ({ at, n }) => `Clywyd ddiwethaf ${at}, tua ${tua(n)} yr awr fel arfer.`,
    nothing: () => 'Ni chlywyd dim eto.',
    'nothing-usually': ({ n }) => `Ni chlywyd dim eto, tua ${tua(n)} yr awr fel arfer.`,
    'file-stopped': ({ at }) => `Ffeil a stopiodd ${at} cyn ei diwedd. Cedwir yr hyn a ddaeth cyn hynny.`,
    'file-read': ({ at }) => `Ffeil a ddarllenwyd ${at}.`,
    'file-reading': ({ at }) => `Ffeil sy’n cael ei darllen ers ${at}.`,
    names: ({ n }) =>
      n === 1
        ? 'Ni ellid holi’r rhwydwaith am 1 cyfrif y mae chwiliadau’n ei enwi:'
        : `Ni ellid holi’r rhwydwaith am ${rhif(n)} cyfrif y mae chwiliadau’n eu henwi:`,
    'names-missed': () => 'Gellid colli eu negeseuon cyntaf; holir y rhwydwaith eto o fewn munudau.',
  } as Record<string, (v: Gwerthoedd) => string>,
  /** Rhesymau (server/channels/reasons.ts a server/platform/safe-fetch-error.ts); daw’r gwerthoedd yn nhrefn y Saesneg. */
  why: {
    ended: () => 'Mae wedi dod i’w diwedd.',
    fault: () => 'Stopiodd oherwydd nam ar ein rhan ni ac mae’n cychwyn eto.',
    'no-answer': () => 'nid atebodd.',
    settings: () => 'Ni ellir darllen gosodiadau’r ffynhonnell hon.',
    exercise: () => 'Nid yw ymarfer yn cyrraedd neb.',
    'may-not': () => 'Ni cheir cyrraedd y cyfeiriad hwn:',
    'server-closed': () => 'caeodd y gweinydd y cysylltiad.',
    'nothing-came': (eiliadau) => `ni ddaeth dim am ${eiliadau} eiliad.`,
    'token-gone': () => 'Mae tocyn mynediad y ffynhonnell hon wedi mynd.',
    'needs-account': (lle, ateb) => `Nid yw ${lle} yn dangos y llinell amser hon heb gyfrif (${ateb}).`,
    'no-timeline': (lle) => `Nid oes llinell amser o’r fath ar ${lle} (404).`,
    'host-less-often': (lle) => `Mae ${lle} yn gofyn i ni ddod yn llai aml.`,
    host: (lle) => `${lle}:`,
    'server-answered': (ateb) => `atebodd y gweinydd ${ateb}.`,
    'not-json': () => 'nid JSON yw’r ateb.',
    'not-statuses': () => 'nid rhestr o negeseuon yw’r ateb.',
    gone: () => 'Dywed y cyhoeddwr fod y ffrwd hon wedi mynd am byth (410).',
    'publisher-refuses': (ateb) => `Mae’r cyhoeddwr yn gwrthod gadael i ni ddarllen y ffrwd hon (${ateb}).`,
    'less-often': () => 'Mae’r cyhoeddwr yn gofyn i ni ddod yn llai aml (429).',
    'nothing-there': () => 'Nid oes dim yn y cyfeiriad hwn (404).',
    answered: (ateb) => `Atebodd y gweinydd ${ateb}.`,
    empty: () => 'Mae’r ateb yn wag.',
    'no-json-feed': () => 'JSON ydyw, ond nid ffrwd JSON Feed.',
    'like-json': () => 'Mae’n dechrau fel JSON, ond nid JSON ydyw.',
    'web-page': () => 'Tudalen we ydyw, nid ffrwd.',
    'no-feed': (enw) => `Nid ffrwd ydyw: mae’n dechrau â <${enw}>.`,
    'no-markup': () => 'Nid XML na JSON ydyw.',
    'endless-type': () => 'Nid oes diwedd i’w math o ddogfen.',
    'too-deep': (n) => `Mae mwy na ${n} lefel yn ddwfn.`,
    'too-many-elements': (n) => `Mae ynddi fwy na ${n} elfen.`,
    'no-time': () => 'nid oedd amser ar ôl.',
    stopped: () => 'fe’i stopiwyd.',
    'asked-rest': () => 'gofynnodd y rhwydwaith am seibiant.',
    'answered-status': (ateb) => `atebodd â statws ${ateb}.`,
    'no-server': (lle) =>
      `nid oes gweinydd o’r enw ${lle}; gwiriwch y sillafiad, neu a yw’r peiriant hwn yn cyrraedd y rhyngrwyd.`,
    'no-lookup': (lle) =>
      `ni ellid chwilio am yr enw ${lle}; efallai nad oes gan y peiriant hwn ffordd at y rhyngrwyd.`,
    refuses: (lle) => `mae ${lle} yn gwrthod y cysylltiad; efallai ei fod wedi’i ddiffodd.`,
    cut: (lle) => `torrodd ${lle} y cysylltiad.`,
    late: (lle) => `nid atebodd ${lle} mewn pryd.`,
    'no-way': (lle) => `nid oes ffordd o’r peiriant hwn at ${lle}.`,
    certificate: (lle) => `nid yw tystysgrif ${lle} yn ddilys, felly nid anfonwyd dim ato.`,
    unreachable: (lle, geiriau) => `ni ellid cyrraedd ${lle} (${geiriau}).`,
    closed: (lle) => `caeodd ${lle} y cysylltiad.`,
    silent: () => 'aeth y cysylltiad yn ddistaw.',
    unfinished: (ms) => `ni ddaeth ateb cyfan o fewn ${ms} ms.`,
    redirects: (n) => `cafwyd mwy na ${n} ailgyfeiriad.`,
    'led-to': (lle, cyfeiriad) => `arweiniodd ${lle} at ${cyfeiriad}.`,
    'not-public': (lle) => `nid yw ${lle} yn gyfeiriad cyhoeddus.`,
    'no-address': (lle) => `nid oes gan ${lle} gyfeiriad.`,
    'no-public': (lle) => `nid oes gan ${lle} gyfeiriad cyhoeddus.`,
    'port-closed': (porth) => `nid yw porth ${porth} ar agor i ni.`,
    busy: () => 'mae gormod o geisiadau’n aros.',
    'too-dense': (n) => `mae’r ateb yn chwyddo fwy na ${n} gwaith.`,
    'too-large': (n) => `mae’r ateb yn fwy na ${n} beit.`,
    'bad-encoding': () => 'nid yw’r ateb yr hyn y mae ei amgodiad yn ei ddweud.',
  } as Record<string, (...gwerthoedd: string[]) => string>,
  todo: {
    resume: 'Ailddechreuwch hi pan fyddwch am ei chlywed.',
    restart: 'Os bydd yn aros felly, ailgychwynnwch Folkmoot: nid yw ei wrandäwr yn rhedeg.',
    'pause-and-start': 'Oedwch hi ac ailddechreuwch hi. Os na fydd hynny’n helpu, rhedwch “folkmoot doctor”.',
    look: 'Edrychwch ar y ffynhonnell ei hun: gall fod wedi symud neu stopio.',
    'file-again':
      'Dewch â’r ffeil i mewn eto i gael y gweddill; ni chymerir yr hyn sy’n hysbys eisoes ddwywaith.',
    settings: 'Agorwch y ffynhonnell, gwiriwch ei gosodiadau a’u cadw eto.',
    exercise: 'Defnyddiwch y ffynhonnell hon mewn sefydliad byw.',
    'may-not':
      'Gwiriwch y cyfeiriad. Rhaid rhestru gweinydd ar eich rhwydwaith eich hun yn y ffurfweddiad yn gyntaf.',
    'token-gone': 'Cysylltwch y cyfrif eto.',
    'needs-account': 'Cysylltwch gyfrif ar y gweinydd hwnnw, neu dewiswch linell amser arall.',
    'no-timeline': 'Gwiriwch enw’r gweinydd, yr hashnod neu’r rhestr.',
    gone: 'Chwiliwch am ei holynydd ar eu gwefan, neu tynnwch y ffynhonnell.',
    'publisher-refuses':
      'Gofynnwch i’r cyhoeddwr, neu tynnwch y ffynhonnell. Rhoddir cynnig arall arni o bryd i’w gilydd.',
    'nothing-there': 'Gwiriwch y cyfeiriad. Rhoddir cynnig arall arno bob ychydig oriau.',
  } as Record<string, string>,
}
