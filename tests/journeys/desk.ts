import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { runningPostgres } from '../../server/platform/db/embedded.ts'
import { connectionSettings } from '../../server/platform/db/index.ts'
import { endPostgres, freshFolder, type RunningServer, startServer } from '../support/server.ts'
import { isBuilt } from './browser.ts'

export interface DeskUnderTest extends RunningServer {
  /** Process id of its PostgreSQL. */
  postmaster(): number
  /** Changes what is in its database, where a journey cannot wait for the clock. */
  sql(text: string): Promise<void>
  /** Ends the server and removes its folder. */
  close(): Promise<void>
}

/** The real thing on a port and in a folder of its own; `waitMs` is how long it may take to come up. */
export async function openDesk(env: Record<string, string> = {}, waitMs = 60_000): Promise<DeskUnderTest> {
  if (!isBuilt())
    throw new Error('The pages are not built. Run: npm test (it builds them), or npx vite build')
  const { folder, remove } = await freshFolder()
  const server = await startServer(folder, { FOLKMOOT_LOG: 'error', ...env }, waitMs)
  return {
    ...server,
    postmaster: () =>
      Number(readFileSync(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]),
    async sql(text) {
      const client = new pg.Client(connectionSettings(await runningPostgres(folder)))
      await client.connect()
      await client.query(text)
      await client.end()
    },
    async close() {
      await server.stop()
      await endPostgres(folder)
      await remove()
    },
  }
}

/** What an authenticator app shows for this secret (RFC 6238: SHA-1, 30 seconds, six digits). */
export function codeFor(secret: string, at = Date.now()): string {
  const bits = [...secret.replace(/\s|=/g, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac[19]! & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The next code, when this one was used: a code opens the door once. Waits for at most 30 seconds, mostly none. */
export const laterCode = (secret: string): string => codeFor(secret, Date.now() + 30_000)

export const ADMINISTRATOR = {
  name: 'Gwen Parry',
  email: 'gwen.parry@blackburn.example',
  password: 'copper kettle over the weir',
}

/** Fills both halves of the set-up page and gives back the secret of the code app; ends on the page with recovery codes. */
export async function setUpOrganisation(page: Page, desk: DeskUnderTest): Promise<{ secret: string }> {
  await page.goto(desk.origin + desk.setUp)
  await page.getByLabel('Name of the organisation').fill('Blackburn with Darwen Borough Council')
  await page.getByLabel('Area it serves').fill('Blackburn with Darwen Borough Council')
  await page.getByLabel('Your name').fill(ADMINISTRATOR.name)
  await page.getByLabel('Email address').fill(ADMINISTRATOR.email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sources and keys' }).waitFor()
  // No journey listens to the real outside.
  const ticked = page.getByRole('checkbox', { checked: true })
  while ((await ticked.count()) > 0) await ticked.first().uncheck()
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password)
  const secret = await page.locator('input[name=secret]').inputValue()
  await page.getByLabel('Code that the app shows').fill(codeFor(secret))
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('heading', { level: 1, name: 'Folkmoot is set up' }).waitFor()
  return { secret }
}

/** Starts the exercise from the set-up page; the page is then signed in as the duty officer. */
export async function startExercise(
  page: Page,
  desk: DeskUnderTest,
): Promise<Record<string, { email: string; password: string }>> {
  await page.goto(desk.origin + desk.setUp)
  await page.getByRole('button', { name: 'Look around with an exercise' }).click()
  await page.getByRole('heading', { level: 1, name: 'The exercise has started' }).waitFor()
  const people: Record<string, { email: string; password: string }> = {}
  for (const card of await page.locator('.fm-people li').all()) {
    const [email = '', password = ''] = await card.locator('code').allInnerTexts()
    people[await card.getByRole('heading').innerText()] = { email, password }
  }
  return people
}

/** Password, then a code where one is given. */
export async function signIn(
  page: Page,
  desk: DeskUnderTest,
  who: { email: string; password: string },
  code?: string,
): Promise<void> {
  await page.goto(`${desk.origin}/sign-in`)
  await page.getByLabel('Email address').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  if (!code) return
  await page.getByLabel('Code from your app').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
}
