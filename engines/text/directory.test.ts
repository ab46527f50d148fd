import { describe, expect, test } from 'vitest'
import { officialSuffix, readDirectory } from './directory.ts'

const directory = readDirectory()

describe('the directory', () => {
  test('an outlet is known by its domain, a subdomain, and its handles', () => {
    expect(directory.outletByDomain('bbc.co.uk')?.title).toBe('BBC News')
    expect(directory.outletByDomain('news.bbc.co.uk')?.title).toBe('BBC News')
    expect(directory.outletByDomain('www.lancashiretelegraph.co.uk')?.title).toBe('Lancashire Telegraph')
    expect(directory.outletByHandle('@SkyNews')?.title).toBe('Sky News')
    expect(directory.outletByHandle('theguardian.com')?.title).toBe('The Guardian')
    expect(directory.outletByHandle('golwg360')?.title).toBe('Golwg')
  })

  test('a body is known by its domain and its handles', () => {
    expect(directory.bodyByDomain('lancashire.police.uk')).toMatchObject({ kind: 'police' })
    expect(directory.bodyByHandle('gmpolice')?.name).toBe('Greater Manchester Police')
    expect(directory.bodyByHandle('press@social.redcross.org.uk')?.name).toBe('British Red Cross')
    expect(directory.bodyByDomain('burnley.gov.uk')?.name).toBe('Burnley Borough Council')
  })

  test('a name that merely ends or begins like one is nobody', () => {
    expect(directory.outletByDomain('notbbc.co.uk')).toBeNull()
    expect(directory.outletByDomain('co.uk')).toBeNull()
    expect(directory.outletByHandle('bbcnews@mastodon.social')).toBeNull()
    expect(directory.outletByHandle('bbc.co.uk.bsky.social')).toBeNull()
    expect(directory.bodyByDomain('facebook.com')).toBeNull()
    expect(officialSuffix('lancashire-police.uk')).toBeNull()
    expect(officialSuffix('gov.uk.example.com')).toBeNull()
    expect(officialSuffix('blackburn.gov.uk')).toEqual({ suffix: 'gov.uk', kind: 'government' })
  })

  test('an exercise brings outlets and bodies of its own', () => {
    const own = readDirectory({
      outlets: [
        {
          title: 'The Borderer',
          domain: 'borderer.example',
          handles: ['borderer'],
          owner: '',
          districts: [],
          nation: '',
          site: 'borderer.example',
        },
      ],
    })
    expect(own.outletByHandle('borderer')?.title).toBe('The Borderer')
    expect(own.outletByDomain('bbc.co.uk')?.title).toBe('BBC News')
    expect(directory.outletByHandle('borderer')).toBeNull()
  })
})
