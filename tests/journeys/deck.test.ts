import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFaultsInEveryLook, openPage } from './browser.ts'
import { type DeskUnderTest, signIn } from './desk.ts'
import {
  cardsBehind,
  columnsOf,
  focusedPost,
  goToDeck,
  here,
  openDeck,
  pressUntil,
  stopClock,
} from './on-deck.ts'

/* One exercise, one duty officer, one screen: the journeys follow each other on it. */

let desk: DeskUnderTest
let browser: Browser
let page: Page
let errors: string[]
/** Sign-ins of the four people of the exercise, by name. */
let people: Record<string, { email: string; password: string }>
/** The search of the first column: everything that the exercise says. */
let everything: string
/** A search with few posts. */
let kindness: string

beforeAll(async () => {
  ;({ desk, browser, page, errors, people, everything, kindness } = await openDeck())
}, 150_000)

/** A loaded machine takes its time; nothing here is about speed. */
const soon = <T>(what: () => T, timeout = 45_000) => expect.poll(what, { timeout })

afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

describe('the deck, while posts come in', { timeout: 180_000 }, () => {
  it('a post that is being read stays where it is; what came since waits behind its number', async () => {
    await goToDeck(page, desk)
    await pressUntil(page, 'j', focusedPost)
    await page.keyboard.press('j')
    const reading = await focusedPost(page)
    const stands = () => page.evaluate(() => document.activeElement?.getBoundingClientRect().top)
    const first = () => page.locator('[data-column]').first().locator('[data-post]').first()
    const before = { top: await stands(), first: await first().getAttribute('data-post') }
    const waiting = page.locator('[data-column]').first().locator('.dk-new')
    await waiting.waitFor()
    const shownAt = await waiting.innerText()
    expect(shownAt).toMatch(/\d+ new/)
    // The button that says so takes its own line at the top; the list does not move under the reader.
    await soon(async () =>
      Number.parseInt((await waiting.innerText()).replace(/\D/g, ''), 10),
    ).toBeGreaterThan(1)
    expect(await focusedPost(page)).toBe(reading)
    expect(await first().getAttribute('data-post')).toBe(before.first)
    await page.keyboard.press('n')
    await soon(() => first().getAttribute('data-post')).not.toBe(before.first)
    // Whoever asked for the new ones is taken to them.
    await soon(() => focusedPost(page)).toBe(await first().getAttribute('data-post'))
  })

  it('pause holds every column and says so; resume lets in what waits', async () => {
    await goToDeck(page, desk)
    await page.keyboard.press('p')
    await page.getByText('Paused. New posts wait until you resume.').waitFor({ state: 'attached' })
    const column = page.locator('[data-column]').first()
    const was = await column.locator('[data-post]').first().getAttribute('data-post')
    await column.locator('.dk-new').waitFor()
    expect(await column.locator('[data-post]').first().getAttribute('data-post')).toBe(was)
    await page.keyboard.press('p')
    await soon(() => column.locator('[data-post]').first().getAttribute('data-post')).not.toBe(was)
    await page.getByText('Resumed.').waitFor({ state: 'attached' })
  })

  it('the live region tells of new posts politely, all at once and not one by one', async () => {
    const { page: hers, context } = await openPage(browser)
    await context.addCookies(await page.context().cookies())
    // The clock of this page is moved by hand: its twenty seconds take none of ours.
    await hers.clock.install()
    await goToDeck(hers, desk)
    await hers.clock.pauseAt(Date.now() + 1_000)
    const region = hers.locator('#dk-spoken')
    expect(await region.getAttribute('aria-live')).toBe('polite')
    const waiting = hers.locator('[data-column]').first().locator('.dk-new')
    await soon(async () =>
      Number.parseInt((await waiting.innerText()).replace(/\D/g, ''), 10),
    ).toBeGreaterThan(1)
    expect(await region.textContent()).toBe('')
    await hers.clock.fastForward(20_000)
    await soon(() => region.textContent()).toMatch(/^\d+ new posts?: Everything \d+/)
    await context.close()
  })

  it('says that the database is away, and goes on when it is back', async () => {
    await goToDeck(page, desk)
    await page.locator('.dk-status__good').waitFor()
    await page.evaluate(() => {
      const said: string[] = []
      new MutationObserver(() => {
        for (const one of document.querySelectorAll('.dk-banner--bad')) said.push(one.textContent ?? '')
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
      Object.assign(window, { said })
    })
    process.kill(desk.postmaster(), 'SIGKILL')
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said.join(' '))
    await soon(said).toContain('The database has not answered since')
    await page.locator('.dk-status__good').waitFor({ timeout: 60_000 })
    await page.locator('.dk-banner--bad').waitFor({ state: 'detached', timeout: 60_000 })
  }, 180_000)
})

describe('the deck, with the keyboard alone', { timeout: 180_000 }, () => {
  // What follows stands still.
  beforeAll(() => stopClock(page, desk))

  it('a column is added, moved and widened, and is so again after a reload', async () => {
    await goToDeck(page, desk)
    const before = await columnsOf(page)
    await page.keyboard.press('a')
    await page.waitForFunction(() => document.activeElement?.id === 'add-search')
    await page.keyboard.type('Kind')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Outl')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(async () => (await columnsOf(page)).length).toBe(before.length + 1)
    await page.waitForFunction(() => document.activeElement?.closest('[data-column]') !== null)
    const added = (await columnsOf(page)).at(-1)!
    expect(added).toMatchObject({ name: 'Kindness', view: 'Outlets', width: 340 })
    await page.keyboard.press('[')
    await page
      .getByText(`Kindness is now column ${before.length} of ${before.length + 1}`)
      .waitFor({ state: 'attached' })
    await page.keyboard.press('+')
    await page.getByText('Kindness is 400 wide').waitFor({ state: 'attached' })
    const after = await columnsOf(page)
    expect(after.at(-2)).toMatchObject({ id: added.id, width: 400 })
    await page.reload()
    expect(await columnsOf(page)).toEqual(after)

    const { page: hers, context } = await openPage(browser)
    hers.setDefaultTimeout(45_000)
    await signIn(hers, desk, people['Ffion Prosser']!)
    await hers.waitForURL('**/listen')
    // Everybody has a deck of their own.
    expect(await columnsOf(hers)).toHaveLength(before.length)
    await context.close()
  })

  it('its menu does the same with Tab and Enter, and without JavaScript a form does', async () => {
    await goToDeck(page, desk)
    const before = await columnsOf(page)
    const first = page.locator('[data-column]').first()
    await first.locator('.dk-menu > summary').focus()
    await page.keyboard.press('Enter')
    await pressUntil(page, 'Tab', async () => (await here(page)).includes('Move right'))
    await page.keyboard.press('Enter')
    await soon(async () => (await columnsOf(page))[1]?.id).toBe(before[0]!.id)
    expect(await here(page)).toContain('Move right')

    const cookies = await page.context().cookies()
    const { page: plain, context } = await openPage(browser, { javaScriptEnabled: false })
    await context.addCookies(cookies)
    await plain.goto(`${desk.origin}/listen`)
    const moved = plain.locator('[data-column]').nth(1)
    await moved.locator('.dk-menu > summary').click()
    await moved.getByRole('button', { name: 'Move left' }).click()
    await plain.waitForURL('**/listen')
    expect((await columnsOf(plain))[0]?.id).toBe(before[0]!.id)
    expect(await plain.locator('[data-post]').count()).toBeGreaterThan(20)
    await context.close()
  })

  it('a post is reached and opened, and the way back is the same', async () => {
    await goToDeck(page, desk)
    await pressUntil(page, 'j', focusedPost)
    const top = await focusedPost(page)
    await page.keyboard.press('j')
    expect(await focusedPost(page)).not.toBe(top)
    await page.keyboard.press('k')
    expect(await focusedPost(page)).toBe(top)
    await page.keyboard.press('l')
    const beside = await page.evaluate(() =>
      document.activeElement?.closest('[data-column]')?.getAttribute('data-column'),
    )
    expect(beside).toBe((await columnsOf(page))[1]!.id)
    await page.keyboard.press('h')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'One post' }).waitFor()
    await page.goBack()
    await page.waitForURL('**/listen')
    await page.locator('.dk[data-live]').waitFor()
  })

  it('? shows the keys, s goes to the archive, and single letters can be switched off', async () => {
    await goToDeck(page, desk)
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: 'Keys on the deck' })
    await keys.waitFor()
    await keys.getByRole('checkbox').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await keys.waitFor({ state: 'detached' })
    await page.keyboard.press('p')
    expect(await page.getByRole('button', { name: 'Pause' }).getAttribute('aria-pressed')).toBe('false')
    await page.getByRole('button', { name: 'Keys', exact: false }).last().click()
    await keys.getByRole('checkbox').check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('s')
    await page.waitForURL('**/listen/search')
  })
})

describe('what the deck shows', { timeout: 180_000 }, () => {
  beforeAll(() => stopClock(page, desk))

  it('every number of a search opens to as many posts', async () => {
    await page.goto(`${desk.origin}/listen/searches/${everything}`)
    const numbers = await page.locator('.dk-panels a[href^="/listen/rows"]').evaluateAll((links) =>
      links.map((link) => ({
        href: (link as HTMLAnchorElement).href,
        n: Number.parseInt((link.textContent ?? '').replace(/^\D*/, '').replaceAll(',', ''), 10),
        in: link.closest('section')?.querySelector('h3')?.textContent,
      })),
    )
    const panels = new Set(numbers.map((one) => one.in))
    for (const name of ['Temperature', 'Praise and complaint', 'Source kinds', 'Languages', 'Places'])
      expect(panels, name).toContain(name)
    // Two of each panel; a page of rows holds fifty.
    const some = [...panels].flatMap((name) =>
      numbers.filter((one) => one.in === name && one.n > 0 && one.n <= 50).slice(0, 2),
    )
    expect(some.length).toBeGreaterThan(5)
    for (const { href, n, in: name } of some) {
      const behind = await cardsBehind(page, href)
      // Behind a label's number every post stands by itself; elsewhere copies stand under their leader.
      const labelled = /[?&](tone|kind|lang|place|located|outlets|posts)=/.test(href)
      expect({ name, href, n: behind.posts + (labelled ? 0 : behind.copies) }).toEqual({ name, href, n })
    }
  })

  it('says in words that there is not enough to compare with, and how much there is', async () => {
    await page.goto(`${desk.origin}/listen/searches/${everything}`)
    const temperature = page.locator('.dk-panel--temperature')
    expect(await temperature.locator('.dk-window').count()).toBe(3)
    expect(await temperature.innerText()).toMatch(/Not enough data: 0 earlier days of the 5/)
    expect(await temperature.innerText()).toMatch(/\d+ posts, \d+\s?% negative/)
    await temperature.getByText('The same as a table').click()
    expect(await temperature.locator('table tbody tr').count()).toBeGreaterThan(10)
    const page2 = await page.locator('.dk-panels').innerText()
    for (const words of ['First', 'Complaint', 'Praise', 'What cannot be seen, and why', 'Welsh'])
      expect(page2).toContain(words)
  })

  it('details open beside the columns and close with Escape, back on the search they came from', async () => {
    await goToDeck(page, desk)
    await pressUntil(page, 'j', focusedPost)
    await page.keyboard.press('d')
    await page.getByRole('heading', { level: 2, name: 'Everything: details' }).waitFor()
    await page.locator('.dk-aside .dk-windows').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.dk-aside').waitFor({ state: 'detached' })
    expect(await here(page)).toContain('Everything')
  })

  it('a label says which words made it, is corrected on the spot, and the correction is kept', async () => {
    await goToDeck(page, desk)
    await pressUntil(page, 'j', focusedPost)
    const id = await focusedPost(page)
    await page.keyboard.press('e')
    const card = page.locator(`[data-column] [data-post="${id}"]`).first()
    const tone = card.getByLabel('Tone')
    const other = (await tone.inputValue()) === 'positive' ? 'negative' : 'positive'
    await tone.selectOption(other)
    await card.getByRole('button', { name: 'Save' }).first().click()
    await card.getByText('corrected by Amina Rahman').first().waitFor()
    await page.goto(`${desk.origin}/listen/post/${id}`)
    expect(await page.locator('#labels').innerText()).toMatch(/→/)
    expect(await page.getByLabel('Tone').inputValue()).toBe(other)
  })

  it('on a narrow screen one column shows, and buttons choose which', async () => {
    await page.setViewportSize({ width: 320, height: 800 })
    await goToDeck(page, desk)
    const visible = () =>
      page.locator('[data-column]').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)
    expect(await visible()).toBe(1)
    await page.locator('.dk-tabs button').nth(1).click()
    expect(await visible()).toBe(1)
    expect(await page.locator('[data-column]').nth(1).isVisible()).toBe(true)
    await page.setViewportSize({ width: 1280, height: 900 })
  })
})

describe('the deck and its searches', { timeout: 240_000 }, () => {
  beforeAll(() => stopClock(page, desk))

  it.each([
    ['the deck with every kind of column', layEveryView],
    ['details beside the deck', () => `/listen?open=${kindness}`],
    ['one search', () => `/listen/searches/${kindness}`],
    ['a search’s form', () => `/listen/searches/${everything}/edit`],
    ['searches', () => '/listen/searches'],
  ])('%s has no fault in any look', async (_name, address) => {
    const answer = await page.goto(desk.origin + (await address()))
    expect(answer?.status()).toBe(200)
    expect(await findFaultsInEveryLook(page)).toEqual([])
    expect(errors).toEqual([])
  })
})

/** A deck of one column a view, of a search with few posts: axe reads every card in every look. */
async function layEveryView(): Promise<string> {
  const columns = [
    'posts',
    'temperature',
    'outlets',
    'sides',
    'sources',
    'languages',
    'places',
    'spikes',
  ].map((view, at) => ({ id: `axe-${at}`, search: kindness, view, width: 280 }))
  const answer = await page.request.post(`${desk.origin}/listen/layout`, {
    data: columns,
    headers: { origin: desk.origin },
  })
  expect(answer.status()).toBe(200)
  return '/listen'
}
