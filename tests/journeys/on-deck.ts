import type { Browser, Page } from 'playwright-core'
import { until } from '../support/server.ts'
import { openBrowser, openPage } from './browser.ts'
import { type DeskUnderTest, openDesk, startExercise } from './desk.ts'

/* What the journeys on the deck do again and again. */

export interface OpenDeck {
  desk: DeskUnderTest
  browser: Browser
  page: Page
  errors: string[]
  /** Sign-ins of the four people of the exercise, by name. */
  people: Record<string, { email: string; password: string }>
  /** The search of the first column: everything that the exercise says. */
  everything: string
  /** A search with few posts. */
  kindness: string
}

/** A desk of its own on which an exercise plays, seen by its duty officer, once a backlog has been heard. */
export async function openDeck(): Promise<OpenDeck> {
  const [desk, browser] = await Promise.all([openDesk(), openBrowser()])
  const { page, errors } = await openPage(browser)
  const people = await startExercise(page, desk)
  await page.getByRole('button', { name: 'Go in as the duty officer' }).click()
  await page.waitForURL('**/listen')
  // A backlog is heard at once; the rest would come for an hour.
  await until(async () => (await cardsBehind(page, `${desk.origin}/listen`)).posts > 30, 30_000, 500)
  await goToDeck(page, desk)
  const searchOf = async (head: ReturnType<Page['locator']>) =>
    (await head.first().getAttribute('href'))!.split('=')[1]!
  const heads = page.locator('.dk-head h2 a')
  const kindness = await searchOf(heads.filter({ hasText: 'Kindness' }))
  return { desk, browser, page, errors, people, everything: await searchOf(heads), kindness }
}

/** The deck, once it listens. */
export async function goToDeck(page: Page, desk: DeskUnderTest): Promise<void> {
  await page.goto(`${desk.origin}/listen`)
  await page.locator('.dk[data-live]').waitFor()
}

/** Presses a key until something holds; at most forty times. */
export async function pressUntil(
  page: Page,
  key: string,
  holds: (page: Page) => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(key)
    if (await holds(page)) return
  }
  throw new Error(`${key} leads nowhere`)
}

/** Id of the post that has the focus; null when none has. */
export const focusedPost = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-post') ?? null)

/** The words of what has the focus. */
export const here = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

/** The columns from left to right. */
export const columnsOf = (page: Page): Promise<{ id: string; name: string; view: string; width: number }[]> =>
  page.locator('[data-column]').evaluateAll((all) =>
    all.map((one) => ({
      id: one.getAttribute('data-column') ?? '',
      name: one.querySelector('h2')?.textContent?.trim() ?? '',
      view: one.querySelector('.dk-head__view')?.textContent?.trim() ?? 'Posts',
      width: Number(/dk-w-(\d+)/.exec(one.className)?.[1]),
    })),
  )

/** How many posts a page shows, as the server wrote it, and how many copies stand under them. */
export async function cardsBehind(page: Page, address: string): Promise<{ posts: number; copies: number }> {
  const html = await (await page.request.get(address)).text()
  const copies = [...html.matchAll(/and (\d+) cop(?:y|ies)/g)].reduce((sum, one) => sum + Number(one[1]), 0)
  return { posts: html.split('data-post="').length - 1, copies }
}

/** Path of the page of the only source. */
export async function exerciseSource(page: Page, desk: DeskUnderTest): Promise<string> {
  await page.goto(`${desk.origin}/listen/sources`)
  return (await page.locator('.dk-search h2 a').first().getAttribute('href'))!
}

/** Stops the clock of the exercise, if it runs. */
export async function stopClock(page: Page, desk: DeskUnderTest): Promise<void> {
  await page.goto(desk.origin + (await exerciseSource(page, desk)))
  const stop = page.getByRole('button', { name: 'Pause the clock' })
  if (await stop.count()) await stop.click()
  await page.getByRole('button', { name: 'Go on' }).waitFor()
}

/** Plays the exercise at this speed, also when its clock was stopped. */
export async function playAt(page: Page, desk: DeskUnderTest, times: number): Promise<void> {
  await page.goto(desk.origin + (await exerciseSource(page, desk)))
  await page.getByLabel('Speed').selectOption(String(times))
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByText(`, ${times} times`).waitFor()
  const goOn = page.getByRole('button', { name: 'Go on' })
  if (await goOn.count()) await goOn.click()
  await page.getByText(`Playing, ${times} times`).waitFor()
}
