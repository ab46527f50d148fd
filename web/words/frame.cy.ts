import type { frameEn } from './frame.en.ts'

/** Geiriau’r ffrâm o gwmpas pob tudalen, a’r dudalen wallau. */
export const frameCy: typeof frameEn = {
  product: 'Folkmoot',
  skip: 'Neidio i’r prif gynnwys',
  title: (page) => `${page} – Folkmoot`,
  rail: {
    label: 'Ystafelloedd',
    listen: 'Gwrando',
    estate: 'Ystad',
    you: 'Chi',
    open: 'Dewislen',
  },
  bar: {
    organisation: 'Sefydliad',
    unit: 'Uned',
    person: 'Wedi mewngofnodi fel',
    search: 'Chwilio’r hyn a glywyd',
    searchButton: 'Chwilio',
    you: 'Chi a’ch allweddi',
    signOut: 'Allgofnodi',
    keys: 'Cymorth bysellfwrdd',
    states: 'Cyflwr y ddesg',
    hold: 'ATAL',
    holdSays: 'Nid oes dim yn mynd allan nes i’r ataliad gael ei godi.',
    exercise: 'YMARFER',
    exerciseSays: 'Pobl a negeseuon dychmygol. Ni all dim yma gyrraedd rhwydwaith.',
  },
  foot: {
    accessibility: 'Hygyrchedd',
    language: 'English',
    languageLabel: 'Change the language to English',
  },
  keys: {
    title: 'Cymorth bysellfwrdd',
    close: 'Cau',
  },
  error: {
    404: 'Nid yw’r dudalen hon yn bodoli',
    403: 'Ni chewch weld hyn',
    500: 'Aeth rhywbeth o’i le',
    503: 'Ddim ar gael ar hyn o bryd',
    says: {
      404: 'Gwiriwch y cyfeiriad, neu ewch yn ôl i’r dudalen gyntaf.',
      403: 'Gofynnwch i weinyddwr eich sefydliad os oes ei angen arnoch.',
      500: 'Rydym wedi cadw’r hyn yr oeddech wedi’i gadw. Rhowch gynnig arall arni; os yw’n parhau, rhowch y cyfeirnod isod i bwy bynnag sy’n rhedeg Folkmoot i chi.',
      503: 'Mae Folkmoot yn cychwyn, neu nid yw ei gronfa ddata’n ateb. Mae’r dudalen hon yn rhoi cynnig arall arni ei hun.',
    },
    reference: 'Cyfeirnod',
    home: 'Mynd i’r dudalen gyntaf',
    summary: 'Mae yna broblem',
    prefix: 'Gwall:',
  },
}
