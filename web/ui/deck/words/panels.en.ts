import type { saidCy } from './said.cy.ts'
import type { statesCy } from './states.cy.ts'

const many = (n: number, one: string, more: string): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`

/** What stands in the panels of a search, in English; a deck of posts does without it. `panels.cy.ts` has the same keys. */
export const panelsEn = {
  temp: {
    title: 'Temperature',
    window: (minutes: number) => (minutes === 60 ? 'Last hour' : `Last ${minutes} min`),
    against: { below: 'Below usual', usual: 'As usual', above: 'Above usual' },
    notEnough: 'Not enough data',
    usually: (low: number, high: number) => `usually ${low} to ${high}`,
    of: (n: number, total: number) => `${n} of ${total}`,
    sample: (n: number, days: number, negative: string | null) =>
      `${days ? `${many(n, 'post', 'posts')} against ${many(days, 'earlier day', 'earlier days')}` : many(n, 'post', 'posts')}${negative ? `, ${negative} negative` : ''}`,
    chart: (n: number, from: string, to: string) => `${many(n, 'post', 'posts')} from ${from} to ${to}`,
    volume: 'Posts',
    band: 'Usual for these hours',
    blind: 'Nothing could be heard',
    toneChart: 'Praise above the line, complaint below',
    table: 'The same as a table',
    time: 'Time',
    usual: 'Usual',
    none: '–',
  },
  outlets: {
    title: 'Outlets, by story',
    none: 'No outlet or public body has posted on this in the last 24 hours.',
    first: 'First',
    updated: (time: string) => `updated ${time}`,
    corrected: (time: string) => `corrected ${time}`,
    later: (text: string) => `${text} later`,
    more: (n: number) => `${many(n, 'more story', 'more stories')}`,
  },
  shares: { share: 'Share', none: 'No posts in the last 24 hours.', number: 'Posts', all: 'Of' },
  places: {
    located: (n: number, total: number) =>
      `${n.toLocaleString('en-GB')} of ${many(total, 'post names', 'posts name')} a place`,
    place: 'Place',
  },
  spikes: {
    none: 'No spike for this search so far.',
    peak: (n: number, expected: number) => `${n} posts in five minutes; ${expected} expected`,
    from: (basis: string) => `measured against ${basis}`,
    lasting: 'still going on',
  },
  sides: {
    complaint: 'Complaint',
    praise: 'Praise',
    neutral: (n: number) => `${many(n, 'neutral post', 'neutral posts')} not shown`,
    all: (n: number) => `All ${n.toLocaleString('en-GB')}`,
    none: 'None in the last 24 hours.',
    of: (share: string, total: string) => `${share} of ${total}`,
    note: 'Sorted by tone words; a machine’s guess that you can correct on each post.',
  },
  coverage: {
    title: 'What this cannot see',
    heard: 'What is heard',
    unseen: 'What cannot be seen, and why',
    gaps: 'Gaps',
    gap: (source: string, from: string, to: string) => `${source}: nothing heard from ${from} to ${to}`,
    stillOn: 'now',
    day: (heard: number, kept: number) =>
      `In the last 24 hours ${many(heard, 'post was', 'posts were')} heard and ${heard === 0 ? 'none' : kept.toLocaleString('en-GB')} kept. What matches no search is not kept.`,
  },
  sourceState: {
    listening: 'Listening',
    'catching-up': 'Catching up',
    waiting: 'Waiting',
    refused: 'Refused',
    paused: 'Paused',
    starting: 'Starting',
    stalled: 'Stalled',
  },
  /* What the server says comes in English with a code. */
  said: null as typeof saidCy | null,
  states: null as typeof statesCy | null,
}

export type PanelWords = typeof panelsEn
