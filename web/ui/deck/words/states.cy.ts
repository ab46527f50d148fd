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
  todo: {
    resume: 'Ailddechreuwch hi pan fyddwch am ei chlywed.',
    restart: 'Os bydd yn aros felly, ailgychwynnwch Folkmoot: nid yw ei wrandäwr yn rhedeg.',
    'pause-and-start': 'Oedwch hi ac ailddechreuwch hi. Os na fydd hynny’n helpu, rhedwch “folkmoot doctor”.',
    look: 'Edrychwch ar y ffynhonnell ei hun: gall fod wedi symud neu stopio.',
    'file-again':
      'Dewch â’r ffeil i mewn eto i gael y gweddill; ni chymerir yr hyn sy’n hysbys eisoes ddwywaith.',
  } as Record<string, string>,
}
