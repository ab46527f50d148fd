/**
 * Takes docs/guide/deck.png anew: the deck of the exercise as its duty officer sees it, 1280 × 800. Takes two minutes.
 * Run it with the Node that came along: `node tools/take-deck-picture.ts` (after `npm test` has built the pages).
 */
import path from 'node:path'
import sharp from 'sharp'
import { openBrowser, openPage } from '../tests/journeys/browser.ts'
import { openDesk, signIn, startExercise } from '../tests/journeys/desk.ts'

const FILE = path.resolve(import.meta.dirname, '../docs/guide/deck.png')
/** Minutes of the scenario that have passed: the rumour has been denied, the care home is being cleared. */
const MINUTE = 85
const SLOW_MS = 60_000

const desk = await openDesk()
const browser = await openBrowser('system')
try {
  const { page } = await openPage(browser, { viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
  page.setDefaultTimeout(SLOW_MS)
  page.setDefaultNavigationTimeout(SLOW_MS)
  const people = await startExercise(page, desk)
  // The administrator's hand is on the clock; the officer's deck is what is shown.
  const { page: booth } = await openPage(browser)
  booth.setDefaultTimeout(SLOW_MS)
  await signIn(booth, desk, people['Ffion Prosser']!)
  await booth.waitForURL('**/listen')
  await booth.goto(`${desk.origin}/listen/sources`)
  await booth.locator('a[href^="/listen/sources/"]').filter({ hasText: 'Arrel' }).first().click()
  const clock = booth.locator('.dk-play__clock')
  await clock.waitFor()
  await setSpeed('120')
  for (let asked = 0; asked < 60 && (await minutesPlayed()) < MINUTE; asked++) {
    await booth.waitForTimeout(2_000)
    await booth.reload()
  }
  await setSpeed('5')
  await page.goto(`${desk.origin}/listen`)
  await page.locator('.dk-card').first().waitFor()
  // A quarter of a minute of posts as they come, so that the picture shows what "new" looks like.
  await page.waitForTimeout(15_000)
  await page.mouse.move(640, 4)
  const whole = await page.screenshot()
  await sharp(whole).png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 }).toFile(FILE)
  console.log(FILE)

  async function setSpeed(times: string): Promise<void> {
    await booth.getByLabel('Speed').selectOption(times)
    await booth.getByRole('button', { name: 'Set', exact: true }).click()
    await clock.filter({ hasText: `${times} times` }).waitFor()
  }
  async function minutesPlayed(): Promise<number> {
    const [hours = 0, minutes = 0] = (await clock.innerText()).split(':').map(Number)
    return hours * 60 + minutes
  }
} finally {
  await browser.close()
  await desk.close()
}
