import { setTimeout as sleep } from 'node:timers/promises'
import { AtpAgent } from '@atproto/api'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaultsInEveryLook, openBrowser, openPage } from '../journeys/browser.ts'
import { type DeskUnderTest, openDesk, setUpOrganisation } from '../journeys/desk.ts'
import { type Atproto, Peers, type Snac, startAtproto, startSnac, until } from './start.ts'

/*
 * A duty officer connects the real Bluesky network and a real server of the fediverse, saves a search, and sees on the
 * open deck what people say there, without touching the page. That a network goes away and comes back is in the suites beside it.
 */

const peers = new Peers()
let network: Atproto
let snac: Snac
let desk: DeskUnderTest
let browser: Browser
let page: Page
let errors: string[]
let gwen: AtpAgent

beforeAll(async () => {
  ;[network, snac] = await Promise.all([startAtproto(peers), startSnac(peers)])
  const places = [`127.0.0.1:${network.jetstreamPort}`, `localhost:${snac.port}`]
  const env = {
    FOLKMOOT_ALLOW_PORTS: [network.jetstreamPort, snac.port].join(','),
    FOLKMOOT_ALLOW_PRIVATE: places.join(','),
  }
  // Two databases and a whole network have just started beside it.
  desk = await openDesk(env, 180_000)
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  page.setDefaultTimeout(30_000)
  gwen = new AtpAgent({ service: network.pds })
  await gwen.createAccount({ handle: 'gwen.test', email: 'gwen@weir.example', password: 'over the weir 7' })
  await setUpOrganisation(page, desk)
}, 420_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
  await peers.stop()
})

/** Adds a source through its page and waits until the page of the source says that it listens. */
async function connect(channel: string, fields: Record<string, string>): Promise<string> {
  await page.goto(`${desk.origin}/listen/sources/new?channel=${channel}`)
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text)
  if (channel === 'mastodon') await page.getByLabel('Everything the server sees').check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.waitForURL(/\/listen\/sources\/[0-9a-f-]{36}$/)
  const address = page.url()
  await until(`${channel} listens`, 30_000, async () => {
    await page.goto(address)
    return (await page.getByText(/^Listening\./).count()) > 0
  })
  return address
}

const heard = (text: string) => page.locator('article', { hasText: text }).first()

test('what is said on Bluesky and on a fediverse server appears on the open deck by itself', async () => {
  await connect('bluesky', { 'Jetstream servers (optional)': network.jetstream })
  await connect('mastodon', { Server: snac.url })
  expect(await findFaultsInEveryLook(page)).toEqual([])

  await page.goto(`${desk.origin}/listen/searches/new`)
  await page.getByLabel('Name', { exact: true }).fill('Mill Lane')
  await page.getByLabel('What to listen for').fill('"mill lane" OR #MillLane')
  await page.getByLabel('Why it is heard').fill('To hear whether Mill Lane can be passed.')
  await page.getByLabel('Public task').check()
  await page.getByRole('button', { name: 'Save and listen' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/new'))
  await page.goto(`${desk.origin}/listen`)
  await page.getByText('Mill Lane').first().waitFor()
  // A new search is asked from the next look at the searches on, a second later at most.
  await sleep(2_500)

  await gwen.post({ text: 'Water up to the kerb on Mill Lane, mind the bend', langs: ['en'] })
  await gwen.post({ text: 'My cat is asleep on the radiator', langs: ['en'] })
  await heard('Water up to the kerb').waitFor({ timeout: 30_000 })
  await snac.api('POST', '/api/v1/statuses', {
    status: 'Mae Mill Lane ar gau, dŵr dros y ffordd #MillLane',
    visibility: 'public',
    language: 'cy',
  })
  await heard('Mae Mill Lane ar gau').waitFor({ timeout: 90_000 })
  expect(await page.getByText('asleep on the radiator').count()).toBe(0)
  expect(errors).toEqual([])
}, 240_000)

test('what its author takes back goes from the deck', async () => {
  const { uri } = await gwen.post({ text: 'Mill Lane is fine, I was wrong', langs: ['en'] })
  await heard('Mill Lane is fine').waitFor({ timeout: 30_000 })
  await gwen.deletePost(uri)
  await until('it is gone', 30_000, async () => {
    await page.goto(`${desk.origin}/listen`)
    await heard('Water up to the kerb').waitFor()
    return (await page.getByText('Mill Lane is fine').count()) === 0
  })
}, 120_000)

test('it is found again in the archive', async () => {
  await page.goto(`${desk.origin}/listen/search?q=kerb`)
  await heard('Water up to the kerb').waitFor()
  expect(await findFaultsInEveryLook(page)).toEqual([])
}, 240_000)
