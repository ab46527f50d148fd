import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFaultsInEveryLook, openBrowser, openPage } from './browser.ts'
import { type DeskUnderTest, openDesk, setUpOrganisation } from './desk.ts'
import { focusedPost, goToDeck, pressUntil } from './on-deck.ts'

/* A live organisation that has heard nothing, then a little, then far too much. */

let desk: DeskUnderTest
let browser: Browser
let context: BrowserContext
let page: Page
let errors: string[]

const WORDS =
  'river bank bridge lane water rising council sandbag school closed road depth cellar mill weir rain warning level boat shop pub car door garden wall drain pump crew help coffee family dog quiet loud early late north south east west cold wet slow fast high low near far old new'.split(
    ' ',
  )

/** Rows of a file as posts of just now; no two of them alike enough to be copies. */
function makeFile(rows: number, seed: number): string {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
  const now = Date.now()
  const lines = Array.from({ length: rows }, (_, i) => {
    const words = Array.from({ length: 12 }, () => WORDS[next() % WORDS.length]).join(' ')
    const at = new Date(now - (rows - i)).toISOString()
    return `flood ${words} ${seed}x${i},${at},person_${next() % 500},https://posts.example/${seed}/${i}`
  })
  return `text,time,author,link\n${lines.join('\n')}\n`
}

/** Takes a file in on a page of its own. */
async function importFile(csv: string): Promise<void> {
  const other = await context.newPage()
  other.setDefaultTimeout(45_000)
  await other.goto(`${desk.origin}/listen/sources/import`)
  await other
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'posts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await other.getByRole('button', { name: 'Read the file' }).click()
  await other.getByRole('heading', { level: 2, name: 'Which column is what?' }).waitFor()
  await other.getByRole('button', { name: 'Take them in' }).click()
  await other.locator('.dk-banner--good').waitFor()
  await other.close()
}

beforeAll(async () => {
  ;[desk, browser] = await Promise.all([openDesk(), openBrowser()])
  ;({ page, context, errors } = await openPage(browser))
  page.setDefaultTimeout(45_000)
  await setUpOrganisation(page, desk)
}, 150_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

describe('a desk that has heard nothing', { timeout: 180_000 }, () => {
  it.each(['/listen', '/listen/searches', '/listen/searches/new', '/listen/sources'])(
    '%s says what to do next and has no fault in any look',
    async (path) => {
      await page.goto(desk.origin + path)
      expect(await findFaultsInEveryLook(page)).toEqual([])
    },
  )

  it('a search is written with the keyboard, with its purpose, and the deck has a column for it', async () => {
    await page.goto(`${desk.origin}/listen`)
    await page.getByRole('link', { name: 'Write the first search' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Flood')
    await page.getByLabel('What to listen for').fill('flood*')
    await page.getByLabel('Why it is heard').fill('To know where people need help with the water.')
    await page.getByRole('radio', { name: 'Public task' }).check()
    await page.getByLabel('Keep matches for').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Flood' }).waitFor()
    await goToDeck(page, desk)
    expect(await page.locator('[data-column] h2').allInnerTexts()).toEqual(['Flood'])
    await page.getByText('Nothing heard yet.').waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
  })
})

describe('more posts than anybody can read', { timeout: 120_000 }, () => {
  it('a few go into the column; above 5,000 a minute the deck counts, and still answers to keys', async () => {
    await goToDeck(page, desk)
    await page.locator('.dk-status__good').waitFor()
    await importFile(makeFile(40, 7))
    await page.locator('[data-post]').first().waitFor()
    await pressUntil(page, 'j', focusedPost)
    const reading = await focusedPost(page)
    const standing = await page.locator('[data-post]').count()

    const importing = importFile(makeFile(3_000, 11))
    const banner = page.locator('.dk-banner--watch')
    await banner.waitFor({ timeout: 60_000 })
    expect(await banner.innerText()).toMatch(/posts a minute: showing counts only/)
    await page.locator('.dk-new--count').waitFor()
    // Lists stand still while it counts, and what was read is still being read.
    expect(await page.locator('[data-post]').count()).toBe(standing)
    expect(await focusedPost(page)).toBe(reading)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys on the deck' }).waitFor()
    await page.keyboard.press('Escape')
    await importing
    await expect
      .poll(async () => Number((await page.locator('.dk-new').innerText()).replace(/\D/g, '')), {
        timeout: 30_000,
      })
      .toBeGreaterThan(2_900)
    expect(await page.locator('[data-post]').count()).toBe(standing)
  })

  it('when it slows down the newest come with one key, and nothing in the middle is lost', async () => {
    await page.locator('.dk-banner--watch').waitFor({ state: 'detached', timeout: 40_000 })
    await pressUntil(page, 'j', focusedPost)
    await page.keyboard.press('n')
    await page.locator('.dk-new').waitFor({ state: 'detached' })
    const shown = () =>
      page.locator('[data-post]').evaluateAll((all) => all.map((one) => one.getAttribute('data-post') ?? ''))
    const first = await shown()
    await page.getByRole('link', { name: 'Older posts' }).click()
    await expect.poll(async () => (await shown()).length, { timeout: 45_000 }).toBeGreaterThan(first.length)
    const search = (await page.locator('.dk-head h2 a').first().getAttribute('href'))!.split('=')[1]
    const kept = await page.evaluate(async (id) => {
      const one = await (await fetch(`/listen/cards?search=${id}`)).json()
      const two = await (await fetch(`/listen/cards?search=${id}&before=${one.next}`)).json()
      return [...one.posts, ...two.posts].map((post: { id: string }) => post.id)
    }, search)
    expect(await shown()).toEqual(kept)
    expect(errors).toEqual([])
  })
})
