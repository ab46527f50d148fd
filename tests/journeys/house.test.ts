import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFaultsInEveryLook, holdScripts, openBrowser, openPage } from './browser.ts'
import {
  ADMINISTRATOR,
  codeFor,
  type DeskUnderTest,
  laterCode,
  openDesk,
  setUpOrganisation,
  signIn,
  startExercise,
} from './desk.ts'

let desk: DeskUnderTest
let browser: Browser
/** The administrator's browser, and what their code app holds. */
let page: Page
let secret: string
let errors: string[]

beforeAll(async () => {
  ;[desk, browser] = await Promise.all([openDesk(), openBrowser()])
  ;({ page, errors } = await openPage(browser))
})
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

describe('what is typed before a page is alive', () => {
  it('stays, whether it was typed before the scripts came or between two of them', async () => {
    const { page, context } = await openPage(browser)
    const scripts = await holdScripts(page)
    await page.goto(desk.origin + desk.setUp, { waitUntil: 'commit' })
    // Sent back with what was wrong, each field with what the server read in it.
    await page.getByRole('button', { name: 'Continue' }).click({ noWaitAfter: true })
    await page.getByText('There is a problem').waitFor()
    const organisation = page.getByLabel('Name of the organisation')
    const address = page.getByLabel('Email address')
    await organisation.fill('Arrel')
    await address.fill('rhian')
    const entered = page.waitForResponse(/\/entry\/app/)
    scripts.release()
    await entered
    await organisation.fill('Arrel Borough Council')
    await address.fill('rhian@arrel.test')
    scripts.releaseAll()
    await page.waitForLoadState('networkidle')
    expect(await organisation.inputValue()).toBe('Arrel Borough Council')
    expect(await address.inputValue()).toBe('rhian@arrel.test')
    await context.close()
  })
})

describe('what looks for faults', () => {
  it('finds one in every look, and none once it is gone', async () => {
    const { page, context } = await openPage(browser)
    await page.goto(`${desk.origin}/sign-in`)
    await page.evaluate(() => {
      const made = (name: string, of: string) =>
        Object.assign(document.createElement(name), {
          className: of,
          textContent: name === 'p' ? 'Hardly to be read.' : '',
        })
      const faulty = made('div', 'faulty')
      faulty.append(made('img', 'nameless'), made('p', 'pale'), made('button', 'tiny'))
      document.body.append(faulty)
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(
        '.pale { color: #777; background: #888 } .tiny { all: unset; width: 5px; height: 5px; display: block } .faulty { width: 1400px }',
      )
      document.adoptedStyleSheets.push(sheet)
    })
    const faults = (await findFaultsInEveryLook(page)).join('\n')
    for (const fault of [
      'light: image-alt: img',
      'light: color-contrast: .pale',
      'light: button-name: .tiny',
      'dark: color-contrast: .pale',
      'dark: the page is',
      '320 px: image-alt: img',
      '320 px: too small to press: <button',
    ])
      expect(faults).toContain(fault)
    await page.evaluate(() => document.querySelector('.faulty')?.remove())
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await context.close()
  })
})

describe('before anybody is signed in', () => {
  it('every open page has no fault in any look', async () => {
    for (const path of [desk.setUp ?? '', '/sign-in', '/accessibility', '/join/nothing', '/nothing']) {
      await page.goto(desk.origin + path)
      expect(await findFaultsInEveryLook(page), path).toEqual([])
    }
    expect(errors).toEqual([])
  })

  it('a stranger is sent to sign in, and back to where they were going', async () => {
    await page.goto(`${desk.origin}/estate/units`)
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/sign-in?to=%2Festate%2Funits')
  })

  it('the look changes without JavaScript, and Welsh is one press away', async () => {
    const { page: plain, context } = await openPage(browser, { javaScriptEnabled: false })
    await plain.goto(`${desk.origin}/sign-in`)
    await plain.getByRole('button', { name: /Cymraeg/ }).click()
    await plain.getByRole('heading', { level: 1, name: 'Mewngofnodi' }).waitFor()
    expect(await plain.locator('html').getAttribute('lang')).toBe('cy')
    await context.close()
  })

  it('a form sent from another site is refused', async () => {
    const answer = await fetch(`${desk.origin}/look`, {
      method: 'POST',
      body: new URLSearchParams({ language: 'cy' }),
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      redirect: 'manual',
    })
    expect(answer.status).toBe(403)
  })

  it('a page carries a policy with a nonce of its own, and no inline style or script is allowed', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(`${desk.origin}/sign-in`)
        const html = await answer.text()
        const policy = answer.headers.get('content-security-policy') ?? ''
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
        expect(nonce.length).toBeGreaterThan(15)
        expect(html).toContain(`nonce="${nonce}"`)
        expect(policy).not.toContain('unsafe-inline')
        return nonce
      }),
    )
    expect(policies[0]).not.toBe(policies[1])
  })
})

describe('looking around with an exercise', () => {
  it('one press gives four sign-ins and a desk on which things move', async () => {
    const { page: visitor, context } = await openPage(browser)
    const people = await startExercise(visitor, desk)
    expect(Object.keys(people)).toHaveLength(4)
    expect(await findFaultsInEveryLook(visitor)).toEqual([])
    await visitor.getByRole('button', { name: 'Go in as the duty officer' }).click()
    await visitor.waitForURL('**/listen')
    expect(await visitor.locator('.fm-state--exercise').innerText()).toContain('EXERCISE')
    await visitor.getByText(/@\w+/).first().waitFor({ timeout: 60_000 })
    await context.close()

    const { page: other, context: second } = await openPage(browser)
    await signIn(other, desk, people['Tom Hale']!)
    await other.waitForURL('**/listen')
    await second.close()
  })
})

describe('setting up', () => {
  it('an empty form is refused field by field, and focus goes to what is wrong', async () => {
    await page.goto(desk.origin + desk.setUp)
    await page.getByRole('button', { name: 'Continue' }).click()
    const summary = page.locator('.fm-error-summary')
    await summary.waitFor()
    await page.waitForFunction(() => document.activeElement?.classList.contains('fm-error-summary'))
    await summary.getByRole('link').first().click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name')
    expect(await findFaultsInEveryLook(page)).toEqual([])
  })

  it('a wrong code is refused without making a new secret, with JavaScript off', async () => {
    const { page: plain, context } = await openPage(browser, { javaScriptEnabled: false })
    await plain.goto(desk.origin + desk.setUp)
    await plain.getByLabel('Name of the organisation').fill('Nowhere Council')
    await plain.getByLabel('Your name').fill('Nia')
    await plain.getByLabel('Email address').fill('nia@nowhere.example')
    await plain.getByRole('button', { name: 'Continue' }).click()
    const before = await plain.locator('input[name=secret]').inputValue()
    await plain.getByLabel('Password', { exact: true }).fill('copper kettle over the weir')
    await plain.getByLabel('Code that the app shows').fill('000000')
    await plain.getByRole('button', { name: 'Create the organisation' }).click()
    await plain.getByRole('link', { name: /code is not right/ }).waitFor()
    expect(await plain.locator('input[name=secret]').inputValue()).toBe(before)
    await context.close()
  })

  it('the first administrator is signed in, sees recovery codes once, and the link is used up', async () => {
    ;({ secret } = await setUpOrganisation(page, desk))
    expect(await page.locator('.fm-codes li').count()).toBe(10)
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.goto(desk.origin + desk.setUp)
    await page.getByRole('heading', { level: 1, name: 'Set-up is finished' }).waitFor()
    expect(errors).toEqual([])
  })
})

describe('on the desk', () => {
  it('every page of the estate has no fault in any look', async () => {
    for (const path of [
      '/you',
      '/you/code-app',
      '/estate',
      '/estate/invite',
      '/estate/units',
      '/estate/organisation',
      '/estate/audit',
      '/estate/retention',
    ]) {
      const answer = await page.goto(desk.origin + path)
      expect(answer?.status(), path).toBe(200)
      expect(await findFaultsInEveryLook(page), path).toEqual([])
    }
    expect(errors).toEqual([])
  })

  it('somebody is invited, joins with a password and a code, and is disabled at once', async () => {
    await page.goto(`${desk.origin}/estate/invite`)
    await page.getByLabel('Their name').fill('Idris Khan')
    await page.getByLabel('Email address').fill('idris@blackburn.example')
    await page.getByRole('button', { name: 'Make the invitation' }).click()
    const link = await page.locator('.fm-notification-banner code').innerText()

    const { page: his, context } = await openPage(browser, { javaScriptEnabled: false })
    await his.goto(link)
    await his.getByLabel('Password', { exact: true }).fill('seven quiet herons dance')
    await his
      .getByLabel('Code that the app shows')
      .fill(codeFor(await his.locator('input[name=secret]').inputValue()))
    await his.getByRole('button', { name: 'Join' }).click()
    await his.getByRole('heading', { level: 1, name: 'You are in' }).waitFor()
    await his.goto(`${desk.origin}/estate`)
    await his.getByRole('heading', { level: 1, name: 'People' }).waitFor()

    await page.goto(`${desk.origin}/estate`)
    await page.getByRole('link', { name: 'Idris Khan' }).click()
    await page.getByRole('heading', { level: 1, name: 'Idris Khan' }).waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.getByRole('button', { name: 'Disable this person' }).click()
    await page.getByRole('heading', { name: 'Idris Khan is disabled.' }).waitFor()
    await expect
      .poll(async () => new URL((await his.goto(`${desk.origin}/estate`))!.url()).pathname, {
        timeout: 30_000,
      })
      .toBe('/sign-in')
    await context.close()
  })

  it('a unit is added and the audit trail tells of it, the chain whole', async () => {
    await page.goto(`${desk.origin}/estate/units`)
    await page.getByLabel('Name of the unit').last().fill('Press office')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.locator('.fm-tree').getByText('Press office', { exact: true }).waitFor()
    await page.goto(`${desk.origin}/estate/audit`)
    await page.getByText('estate.unit-created').first().waitFor()
    await page.getByText(/The chain is whole/).waitFor()
  })

  it('an approver of one administrator is marked, until a second one confirms', async () => {
    const invite = async (name: string, role: string) => {
      await page.goto(`${desk.origin}/estate/invite`)
      await page.getByLabel('Their name').fill(name)
      await page.getByLabel('Email address').fill(`${name.toLowerCase()}@blackburn.example`)
      await page.getByRole('radio', { name: role }).check()
      await page.getByRole('button', { name: 'Make the invitation' }).click()
      const link = await page.locator('.fm-notification-banner code').innerText()
      const joined = await openPage(browser)
      await joined.page.goto(link)
      await joined.page.getByLabel('Password', { exact: true }).fill('seven quiet herons dance')
      const secret = await joined.page.locator('input[name=secret]').inputValue()
      await joined.page.getByLabel('Code that the app shows').fill(codeFor(secret))
      await joined.page.getByRole('button', { name: 'Join' }).click()
      await joined.page.getByRole('heading', { level: 1, name: 'You are in' }).waitFor()
      return joined
    }
    const owain = await invite('Owain', 'Approver')
    await page.goto(`${desk.origin}/estate`)
    await page.getByText('Given single-handed').waitFor()
    const mair = await invite('Mair', 'Administrator')
    const eluned = await invite('Eluned', 'Approver')
    await page.goto(`${desk.origin}/estate`)
    await page.getByText('Waiting for a second administrator').waitFor()
    // Whoever gave a role is not offered to confirm it.
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0)
    await mair.page.goto(`${desk.origin}/estate`)
    expect(await findFaultsInEveryLook(mair.page)).toEqual([])
    await mair.page.getByRole('button', { name: 'Confirm Approver for Eluned' }).click()
    await mair.page.getByRole('heading', { level: 1, name: 'Eluned' }).waitFor()
    await mair.page.goto(`${desk.origin}/estate`)
    await mair.page.getByRole('button', { name: 'Confirm Approver for Owain' }).waitFor()
    expect(await mair.page.getByText('Waiting for a second administrator').count()).toBe(0)
    // The tests below are about the last administrator.
    await page.goto(`${desk.origin}/estate`)
    await page.getByRole('link', { name: 'Mair' }).click()
    await page.getByRole('button', { name: 'Disable this person' }).click()
    await page.getByRole('heading', { name: 'Mair is disabled.' }).waitFor()
    for (const { context } of [owain, mair, eluned]) await context.close()
  })

  it('the last administrator cannot be disabled', async () => {
    const answer = await page.request.get(`${desk.origin}/estate`)
    const own = /\/estate\/people\/([\w-]+)"[^>]*>\s*Gwen Parry/.exec(await answer.text())?.[1]
    const refusedAnswer = await page.evaluate(async (id) => {
      const sent = await fetch(`/estate/people/${id}?/disable`, { method: 'POST', body: new FormData() })
      return sent.text()
    }, own)
    expect(refusedAnswer).toMatch(/last administrator|own/)
    await page.goto(`${desk.origin}/estate`)
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
  })

  it('a file is looked at and taken in, and its page has no fault in any look', async () => {
    await page.goto(`${desk.origin}/listen/sources/import`)
    await page.getByLabel('File', { exact: true }).setInputFiles({
      name: 'recorded.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `time,author,text,link\n${new Date().toISOString()},someone,"${'The weir is over the road at Mill Lane again. '.repeat(6)}",https://posts.example/1\n`,
      ),
    })
    await page.getByRole('button', { name: 'Read the file' }).click()
    await page.getByRole('heading', { level: 2, name: 'Which column is what?' }).waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.getByRole('button', { name: 'Take them in' }).click()
    await page.locator('.dk-banner--good').waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
  })

  it('keys are changed only by whoever has just proved who they are', async () => {
    await desk.sql("update identity_session set proved_at = now() - interval '11 minutes'")
    await page.goto(`${desk.origin}/you`)
    expect(await page.getByLabel('A name for the new passkey').count()).toBe(0)
    await page.getByRole('button', { name: 'Make new recovery codes' }).click()
    await page.getByRole('heading', { level: 1, name: 'Still you?' }).waitFor()
    await page.getByText('You are about to change how you sign in.').waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.goto(`${desk.origin}/you/code-app`)
    await page.getByLabel('Password').fill(ADMINISTRATOR.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/you/code-app')
    await page.goto(`${desk.origin}/you`)
    await page.getByRole('button', { name: 'Make new recovery codes' }).click()
    await page.locator('.fm-codes li').first().waitFor()
  })

  it('everything from signing out to signing in again is done with the keyboard alone', async () => {
    await page.goto(`${desk.origin}/estate`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    // A key that is pressed before the page has woken is lost.
    const help = page.getByRole('dialog', { name: 'Keyboard help' })
    const asked = () => page.keyboard.press('?').then(() => help.isVisible())
    await expect.poll(asked, { timeout: 30_000 }).toBe(true)
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('y')
    await page.waitForURL('**/you')
    await tabTo(page, 'Sign out')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sign-in?ended')
    await tabTo(page, 'email')
    await page.keyboard.type(ADMINISTRATOR.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(ADMINISTRATOR.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sign-in/code**')
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.goto(`${desk.origin}/sign-in/recovery`)
    await page.getByRole('heading', { level: 1, name: 'Use a recovery code' }).waitFor()
    expect(await findFaultsInEveryLook(page)).toEqual([])
    await page.goBack()
    await page.waitForURL('**/sign-in/code**')
    await tabTo(page, 'code')
    await page.keyboard.type(laterCode(secret))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/listen')
    expect(errors).toEqual([])
  })
})

/** Presses Tab until the thing with this id or these words has the focus. */
async function tabTo(on: Page, what: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await on.keyboard.press('Tab')
    const here = await on.evaluate(() => [
      document.activeElement?.id,
      document.activeElement?.textContent?.trim(),
    ])
    if (here.includes(what)) return
  }
  throw new Error(`the keyboard does not reach ${what}`)
}
