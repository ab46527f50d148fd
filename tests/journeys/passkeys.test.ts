import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFaultsInEveryLook, openBrowser, openPage } from './browser.ts'
import { ADMINISTRATOR, type DeskUnderTest, openDesk } from './desk.ts'

let desk: DeskUnderTest
let browser: Browser
let page: Page
let context: BrowserContext
let key: Authenticator
let errors: string[]

/** A security key that Chromium plays: it says yes by itself, and keeps its passkeys as a real one does. */
interface Authenticator {
  session: CDPSession
  id: string
  passkeys(): Promise<number>
}

async function plugIn(
  on: Page,
  into: BrowserContext,
  transport: 'internal' | 'usb' = 'internal',
): Promise<Authenticator> {
  const session = await into.newCDPSession(on)
  await session.send('WebAuthn.enable')
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const passkeys = async () =>
    (await session.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials.length
  return { session, id, passkeys }
}

beforeAll(async () => {
  ;[desk, browser] = await Promise.all([openDesk(), openBrowser()])
  ;({ page, context, errors } = await openPage(browser))
  key = await plugIn(page, context)
})
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

const signOut = async () => {
  await page.goto(`${desk.origin}/you`)
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.waitForURL('**/sign-in?ended')
}

describe('with a passkey', () => {
  it('the first administrator sets up without any code app', async () => {
    await page.goto(desk.origin + desk.setUp)
    await page.getByLabel('Name of the organisation').fill('Arrel Council')
    await page.getByLabel('Your name').fill(ADMINISTRATOR.name)
    await page.getByLabel('Email address').fill(ADMINISTRATOR.email)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sources and keys' }).waitFor()
    await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password)
    await page.getByLabel('A passkey on this device or a security key').check()
    await page.getByRole('button', { name: 'Make the passkey' }).click()
    await page.getByText('The passkey is made').waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.getByRole('button', { name: 'Create the organisation' }).click()
    await page.getByRole('heading', { level: 1, name: 'Folkmoot is set up' }).waitFor()
    expect(await key.passkeys()).toBe(1)
    expect(await page.locator('.fm-codes li').count()).toBe(10)
  })

  it('one press signs in, without address or password', async () => {
    await signOut()
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.waitForURL('**/listen')
    expect(errors).toEqual([])
  })

  it('it is the second step after a password, when there is no code app', async () => {
    await signOut()
    await page.getByLabel('Email address').fill(ADMINISTRATOR.email)
    await page.getByLabel('Password').fill(ADMINISTRATOR.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/sign-in/code**')
    expect(await page.getByLabel('Code from your app').count()).toBe(0)
    await page.getByRole('button', { name: 'Use a passkey instead' }).waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.waitForURL('**/listen')
  })

  it('a second one is added under a name, and removed again', async () => {
    const blue = page.locator('dt', { hasText: 'Blue key' })
    const other = await plugIn(page, context, 'usb')
    await key.session.send('WebAuthn.setUserVerified', { authenticatorId: key.id, isUserVerified: false })
    await page.goto(`${desk.origin}/you`)
    await page.getByLabel('A name for the new passkey').fill('Blue key')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    await blue.waitFor()
    expect((await key.passkeys()) + (await other.passkeys())).toBe(2)
    await page.getByRole('button', { name: 'Remove Blue key' }).click()
    await blue.waitFor({ state: 'detached' })
    await other.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: other.id })
    await key.session.send('WebAuthn.setUserVerified', { authenticatorId: key.id, isUserVerified: true })
    expect(errors).toEqual([])
  })

  it('a key that this place does not know is refused in words', async () => {
    await signOut()
    const { credentials } = await key.session.send('WebAuthn.getCredentials', { authenticatorId: key.id })
    await key.session.send('WebAuthn.clearCredentials', { authenticatorId: key.id })
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.getByText('The passkey did not work').waitFor()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    for (const credential of credentials)
      await key.session.send('WebAuthn.addCredential', { authenticatorId: key.id, credential })
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.waitForURL('**/listen')
  })
})
