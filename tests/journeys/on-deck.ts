import type { Page } from 'playwright-core'
import type { DeskUnderTest } from './desk.ts'

/* What the journeys on the deck do again and again. */

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
