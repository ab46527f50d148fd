import type { PanelWords } from './panels.en.ts'
import { saidCy } from './said.cy.ts'
import { statesCy } from './states.cy.ts'

const rhif = (n: number): string => n.toLocaleString('cy-GB')
const sawl = (n: number, enw: string): string => `${rhif(n)} ${enw}`

/** Geiriau’r paneli yn Gymraeg. */
export const panelsCy: PanelWords = {
  temp: {
    title: 'Tymheredd',
    window: (minutes) => (minutes === 60 ? 'Yr awr ddiwethaf' : `Y ${minutes} munud diwethaf`),
    against: { below: 'Islaw’r arfer', usual: 'Fel arfer', above: 'Uwchlaw’r arfer' },
    notEnough: 'Dim digon o ddata ar gyfer gwaelodlin',
    usually: (low, high) => `${low} i ${high} fel arfer`,
    of: (n, total) => `${n} o ${total}`,
    sample: (n, days, negative) =>
      `${sawl(n, 'neges')}${days ? `, o’i gymharu â ${sawl(days, 'diwrnod')} cynt` : ''}${negative ? `, ${negative} yn negyddol` : ''}`,
    chart: (n, from, to) => `${sawl(n, 'neges')} o ${from} i ${to}`,
    volume: 'Negeseuon',
    band: 'Arferol ar gyfer yr oriau hyn',
    blind: 'Ni ellid clywed dim',
    toneChart: 'Canmol uwchben y llinell, cwyno islaw iddi',
    table: 'Yr un peth fel tabl',
    time: 'Amser',
    usual: 'Arferol',
    none: '–',
  },
  outlets: {
    title: 'Y cyfryngau, fesul stori',
    none: 'Nid oes cyfrwng na chorff cyhoeddus wedi dweud dim am hyn yn y 24 awr diwethaf.',
    first: 'Cyntaf',
    updated: (time) => `diweddarwyd ${time}`,
    corrected: (time) => `cywirwyd ${time}`,
    later: (text) => `${text} yn ddiweddarach`,
    more: (n) => `${rhif(n)} stori arall`,
  },
  shares: {
    share: 'Cyfran',
    none: 'Dim negeseuon yn y 24 awr diwethaf.',
    number: 'Negeseuon',
    all: 'O blith',
  },
  places: {
    located: (n, total) => `Mae ${rhif(n)} o ${sawl(total, 'neges')} yn enwi lle`,
    place: 'Lle',
  },
  spikes: {
    none: 'Dim pig ar gyfer y chwiliad hwn hyd yma.',
    peak: (n, expected) => `${sawl(n, 'neges')} mewn pum munud; disgwylid ${expected}`,
    from: (basis) => `wedi’i fesur yn erbyn ${basis}`,
    lasting: 'yn dal i fynd',
  },
  sides: {
    complaint: 'Cwyno',
    praise: 'Canmol',
    neutral: (n) => `${sawl(n, 'neges')} niwtral heb eu dangos`,
    all: (n) => `Y cyfan: ${rhif(n)}`,
    none: 'Dim yn y 24 awr diwethaf.',
    of: (share, total) => `${share} o ${total}`,
    note: 'Wedi’u didoli yn ôl geiriau tôn; dyfaliad peiriant y gallwch ei gywiro ar bob neges.',
  },
  coverage: {
    title: 'Yr hyn na all hwn ei weld',
    heard: 'Yr hyn a glywir',
    unseen: 'Yr hyn na ellir ei weld, a pham',
    gaps: 'Bylchau',
    gap: (source, from, to) => `${source}: ni chlywyd dim o ${from} i ${to}`,
    stillOn: 'nawr',
    day: (heard, kept) =>
      `Yn y 24 awr diwethaf clywyd ${sawl(heard, 'neges')} a chadwyd ${heard === 0 ? 'dim un' : rhif(kept)}. Ni chedwir yr hyn nad yw’n cyfateb i chwiliad.`,
  },
  sourceState: {
    listening: 'Yn gwrando',
    'catching-up': 'Yn dal i fyny',
    waiting: 'Yn aros',
    refused: 'Gwrthodwyd',
    paused: 'Wedi’i hoedi',
    starting: 'Yn cychwyn',
    stalled: 'Wedi sefyll',
  },
  said: saidCy,
  states: statesCy,
}
