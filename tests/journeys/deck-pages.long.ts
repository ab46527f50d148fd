import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/server.ts'
import { findFaultsInEveryLook } from './browser.ts'
import type { DeskUnderTest } from './desk.ts'
import { exerciseSource, goToDeck, openDeck, playAt, stopClock } from './on-deck.ts'

/* The pages that lead to the deck and away from it, on an exercise that stands still. */

let desk: DeskUnderTest
let browser: Browser
let page: Page
let errors: string[]
/** The search of the first column: everything that the exercise says. */
let everything: string
/** A search with few posts. */
let kindness: string

beforeAll(async () => {
  ;({ desk, browser, page, errors, everything, kindness } = await openDeck())
}, 150_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

/** At least three posts of one private person, or nothing when nobody has said so much. */
const postsOfOnePerson = (page: Page, search: string): Promise<string[] | undefined> =>
  page.evaluate(async (search) => {
    const all: { id: string; handle: string; outlet: unknown }[] = []
    for (let next: string | null = ''; next !== null && all.length < 400; ) {
      const answer: Response = await fetch(`/listen/cards?search=${search}${next ? `&before=${next}` : ''}`)
      const page: { posts: typeof all; next: string | null } = await answer.json()
      all.push(...page.posts)
      next = page.next
    }
    const by = Map.groupBy(
      all.filter((one) => !one.outlet),
      (one) => one.handle,
    )
    // The last in the list: not the one whom another journey looked at.
    return [...by.values()]
      .filter((posts) => posts.length > 2)
      .at(-1)
      ?.map((one) => one.id)
  }, search)

describe('the pages round the deck', { timeout: 240_000 }, () => {
  let mine: string[] = []

  beforeAll(async () => {
    // On a quick machine nobody has said three things yet: the clock runs until somebody has.
    await playAt(page, desk, 60)
    const saidEnough = async () => {
      mine = (await postsOfOnePerson(page, everything)) ?? []
      return mine.length > 2
    }
    await until(saidEnough, 60_000, 500)
    await stopClock(page, desk)
  })

  it('the third post of one private person asks for an authorisation first', async () => {
    for (const id of mine.slice(0, 2)) {
      await page.goto(`${desk.origin}/listen/post/${id}`)
      await page.getByRole('heading', { level: 1, name: 'One post' }).waitFor()
    }
    await page.goto(`${desk.origin}/listen/post/${mine[2]}`)
    await page.getByRole('heading', { level: 1, name: 'Stop: this follows a private person' }).waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.getByLabel('No time: immediate response').check()
    await page
      .getByLabel('Reason', { exact: true })
      .fill('A life may be in danger at the weir; she says where.')
    await page.getByRole('button', { name: 'Record and go on' }).click()
    await page.getByRole('heading', { level: 1, name: 'One post' }).waitFor()
    await page.getByText(/Authorised until/).waitFor()
  })

  it('the archive is searched from the bar with dates and orders, and goes out as CSV and JSON', async () => {
    await goToDeck(page, desk)
    await page.keyboard.press('/')
    await page.keyboard.type('flood OR river')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Archive' }).waitFor()
    const found = page.getByRole('heading', { level: 2, name: /\d+ posts/ })
    const n = Number.parseInt(await found.innerText(), 10)
    expect(n).toBeGreaterThan(3)
    await page.getByLabel('Order').selectOption('best')
    await page.locator('.dk-ask').getByRole('button', { name: 'Search' }).click()
    await page.waitForURL(/order=best/)
    expect(Number.parseInt(await found.innerText(), 10)).toBe(n)
    const file = async (name: string) => {
      const href = await page.getByRole('link', { name, exact: true }).getAttribute('href')
      const answer = await page.request.get(desk.origin + href)
      expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename=".+\.(csv|json)"$/)
      return answer.text()
    }
    const rows = JSON.parse(await file('JSON')) as unknown[] | { posts: unknown[] }
    const posts = Array.isArray(rows) ? rows : rows.posts
    expect(posts.length).toBeGreaterThanOrEqual(n)
    expect((await file('CSV')).split('\r\n').length).toBeGreaterThanOrEqual(n)
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00')
    await page.locator('.dk-ask').getByRole('button', { name: 'Search' }).click()
    await page.getByText('No post that is kept matches.').waitFor()
  })

  it('a mistake in a search is pointed at', async () => {
    await page.goto(`${desk.origin}/listen/search?q=${encodeURIComponent('flood AND (river')}`)
    await page.locator('.dk-caret__mark').first().waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
  })

  it('all of it speaks Welsh', async () => {
    await page.evaluate(() =>
      fetch('/look', { method: 'POST', body: new URLSearchParams({ language: 'cy' }) }),
    )
    await goToDeck(page, desk)
    expect(await page.locator('html').getAttribute('lang')).toBe('cy')
    await page.getByRole('button', { name: 'Oedi' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Y pum munud diwethaf' }).waitFor()
    await page.goto(`${desk.origin}/listen/search`)
    await page.getByRole('heading', { level: 1, name: 'Archif' }).waitFor()
    await page.goto(`${desk.origin}/listen/sources`)
    await page.getByText('Nid yw ymarfer yn cyrraedd unrhyw rwydwaith.').waitFor()
    const heardNow = page.locator('.dk-search', { has: page.locator('.dk-state--listening') }).first()
    await heardNow.getByText(/Yn gwrando\. Clywyd ddiwethaf heddiw \d\d:\d\d/).waitFor()
    expect(await heardNow.locator('[lang="en"]').count()).toBe(0)
    await page.evaluate(() =>
      fetch('/look', { method: 'POST', body: new URLSearchParams({ language: 'en' }) }),
    )
  })

  it.each([
    ['archive', () => '/listen/search'],
    ['what was found', () => '/listen/search?q=flood'],
    ['sources', () => '/listen/sources'],
    ['one source', () => exerciseSource(page, desk)],
    ['a new source', () => '/listen/sources/new'],
    ['a file', () => '/listen/sources/import'],
    ['rows', () => `/listen/rows?search=${kindness}`],
    ['labels put right', () => '/listen/corrections'],
    ['one post', anyPost],
  ])('%s has no fault in any look', async (_name, address) => {
    const answer = await page.goto(desk.origin + (await address()))
    expect(answer?.status()).toBe(200)
    expect(await findFaultsInEveryLook(page)).toEqual([])
    expect(errors).toEqual([])
  })
})

async function anyPost(): Promise<string> {
  await goToDeck(page, desk)
  return `/listen/post/${await page.locator('[data-post]').first().getAttribute('data-post')}`
}
