import { describe, expect, test } from 'vitest'
import { readDirectory } from './directory.ts'
import { labelSource, type SourceFacts } from './label-source.ts'

const post = (facts: Partial<SourceFacts>): SourceFacts => ({
  handle: 'someone.bsky.social',
  text: 'The road is closed',
  ...facts,
})

describe('who speaks', () => {
  test.each<[string, Partial<SourceFacts>]>([
    ['media', { handle: 'BBCNews' }],
    ['media', { handle: 'theguardian.com' }],
    ['media', { handle: 'news.sky.com' }],
    ['media', { handle: 'newsdesk@lancs.live' }],
    ['official', { handle: 'gmpolice' }],
    ['official', { handle: 'burnley.gov.uk' }],
    ['official', { handle: 'ward4.elht.nhs.uk' }],
    ['official', { handle: 'alerts@social.scotland.police.uk' }],
    ['official', { handle: 'ceredigion.llyw.cymru' }],
    ['charity', { handle: 'rnli.org' }],
    ['charity', { handle: 'britishredcross' }],
    ['business', { handle: 'northernassist' }],
    ['media', { handle: 'bordervalleygazette.bsky.social', displayName: 'Border Valley Gazette' }],
    ['official', { handle: 'bryntreftc.bsky.social', displayName: 'Bryntref Town Council' }],
    ['official', { handle: 'cyngorbryntref.bsky.social', displayName: 'Cyngor Bryntref' }],
    ['charity', { handle: 'a.bsky.social', displayName: 'Bryntref Food Bank' }],
    ['business', { handle: 'a.bsky.social', displayName: 'Jones & Sons Plumbing' }],
  ])('%s: %j', (kind, facts) => {
    const label = labelSource(post(facts))
    expect(label.value).toBe(kind)
    expect(label.because[0]).toMatch(/account of|only public bodies|calls itself/)
  })

  test.each<[string, Partial<SourceFacts>]>([
    [
      'links to an outlet',
      { links: [{ domain: 'bbc.co.uk' }], text: 'Have you seen this https://www.bbc.co.uk/news/1' },
    ],
    ['mentions a force', { text: '@gmpolice when will the road open?' }],
    ['borrows a name on another server', { handle: 'bbcnews@mastodon.social' }],
    ['puts a body inside its own domain', { handle: 'gov.uk.example.com' }],
    ['is against a body', { displayName: 'Sack Burnley Council' }],
    ['parodies', { displayName: 'Bryntref Council (parody)' }],
    ['calls itself a council under a handle of its own', { displayName: 'Bryntref Town Council' }],
    [
      'speaks of itself under the name of a force',
      { handle: 'bryntrefpolice', displayName: 'Bryntref Police', text: 'lol my dog ate it' },
    ],
    ['is named after a town', { displayName: 'Chester Newton' }],
  ])('a member of the public %s and stays one', (_, facts) => {
    expect(labelSource(post(facts)).value).toBe('public')
  })

  test.each([
    'I can see smoke coming from the flats, fire engines everywhere',
    'Water is coming in through our front door and we are stuck upstairs',
    'Just drove past the bridge, the river is over the road',
  ])('an eyewitness: %s', (text) => {
    const label = labelSource(post({ text }))
    expect(label.value).toBe('eyewitness')
    expect(text).toContain(label.because[0])
  })

  test('a person whose family name is that of a newspaper is a person', () => {
    const told = labelSource({ displayName: 'Emma Times', handle: 'emmatimes', text: 'Lovely day out' })
    expect(told.value).not.toBe('media')
  })

  test('repeating an eyewitness makes nobody one', () => {
    expect(
      labelSource(post({ text: 'RT @bob: I can see smoke, thoughts with everyone there' })).value,
    ).not.toBe('eyewitness')
  })

  test('a feed speaks for the site it is published on', () => {
    expect(
      labelSource(post({ handle: null, channel: 'feed', links: [{ domain: 'lancashiretelegraph.co.uk' }] }))
        .value,
    ).toBe('media')
    expect(labelSource(post({ handle: 'burnley.gov.uk', channel: 'feed' })).value).toBe('official')
    expect(labelSource(post({ handle: 'myblog.example', channel: 'feed' }))).toMatchObject({
      value: 'media',
      probability: 0.6,
    })
    const person = { handle: 'ann@mastodon.example', channel: 'feed', links: [{ domain: 'bbc.co.uk' }] }
    expect(labelSource(post({ ...person, text: 'Lovely morning, off for a walk' })).value).toBe('public')
  })

  test('an import without authors is told by its text', () => {
    const label = labelSource({
      handle: null,
      text: 'RT @SkyNewsBreak: Two people have died in the floods, police say http://t.co/x',
    })
    expect(label.value).toBe('media')
    expect(label.because.length).toBeGreaterThan(0)
  })

  test('an exercise brings its own outlets', () => {
    const directory = readDirectory({
      bodies: [
        {
          name: 'Bryntref County Police',
          domain: 'bryntref-police.example',
          kind: 'police',
          handles: ['bryntrefpolice'],
        },
      ],
    })
    expect(labelSource(post({ handle: 'bryntrefpolice', directory })).value).toBe('official')
    expect(labelSource(post({ handle: 'bryntrefpolice' })).value).toBe('public')
  })
})
