/**
 * T5: markup in stored words. Payloads are put into every field that a page may show (listed from the schema; an
 * address field gets `javascript:` and its kin), then every page is opened in Chromium as every role with alert, confirm
 * and prompt trapped: as it is, without the policy header, and with escaping undone but the policy on. Nothing may run.
 * Control: escaping undone and no policy; at least 20 of our own payloads must run.
 */
import path from 'node:path'
import type { Browser, BrowserContext, Page, Route as Request } from 'playwright-core'
import type { Role } from '../../server/platform/context.ts'
import { ROLES } from '../../server/platform/identity/index.ts'
import { openBrowser } from '../journeys/browser.ts'
import { MARKER } from './commands.ts'
import { check, quick } from './report.ts'
import { addressOf, everyRoute } from './routes.ts'
import { type World, withFolkmoot } from './serve.ts'
import { fillFields, layRows } from './xss-fields.ts'
import { OWN, others } from './xss-payloads.ts'

const root = path.resolve(import.meta.dirname, '../..')
const DATA = path.join(root, '../shared/data/bad-input')
const LEAST = 20
const SETTLE_MS = 250

interface Mode {
  name: 'asIs' | 'noPolicy' | 'noEscaping' | 'control'
  policy: boolean
  escaping: boolean
}
const MODES: Mode[] = [
  { name: 'asIs', policy: true, escaping: true },
  { name: 'noPolicy', policy: false, escaping: true },
  { name: 'noEscaping', policy: true, escaping: false },
  { name: 'control', policy: false, escaping: false },
]

interface Seen {
  /** What alert, confirm and prompt were called with, and on which page. */
  fired: string[]
  opened: number
  problems: string[]
}

/** Undoes what the pages do to text: the words of strangers become markup. Our own scripts are left as they are. */
const undone = (html: string): string =>
  html
    .split(/(<script\b[^>]*nonce=[\s\S]*?<\/script>)/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&'),
    )
    .join('') // biome-ignore format: one after the other

async function asSent(request: Request, mode: Mode): Promise<void> {
  if (request.request().resourceType() !== 'document') return request.continue()
  const answer = await request.fetch({ maxRedirects: 0, maxRetries: 2 })
  const headers = answer.headers()
  if (!mode.policy) delete headers['content-security-policy']
  const page = headers['content-type']?.startsWith('text/html')
  const body = page && !mode.escaping ? undone(await answer.text()) : await answer.body()
  await request.fulfill({ status: answer.status(), headers, body })
}

/** A browser profile in which nothing that runs goes unnoticed. */
async function trap(
  browser: Browser,
  world: World,
  token: string | null,
  mode: Mode,
  seen: Seen,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  if (token) await context.addCookies([{ name: 'folkmoot', value: token, url: world.origin }])
  await context.exposeBinding('folkmootFired', (from, what: string) => {
    seen.fired.push(`${what} on ${new URL(from.page.url()).pathname}`)
  })
  await context.addInitScript(() => {
    const told = (what: unknown) =>
      (window as unknown as { folkmootFired(what: string): void }).folkmootFired(String(what))
    Object.assign(window, { alert: told, confirm: told, prompt: told })
  })
  context.on('dialog', (dialog) => {
    seen.fired.push(`${dialog.message()} in a dialog`)
    void dialog.dismiss().catch(() => {})
  })
  if (!mode.policy || !mode.escaping)
    await context.route('**/*', (request) =>
      asSent(request, mode).catch(() => request.abort().catch(() => {})),
    )
  return context
}

/** Links that would run something when pressed, and links of strangers' that say too much or too little of us. */
const badLinks = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href], area[href]')) {
      if (!/^(https?|mailto|tel):$/.test(link.protocol)) found.push(`a link to ${link.href.slice(0, 60)}`)
      else if (link.protocol.startsWith('http') && link.origin !== location.origin)
        for (const word of ['nofollow', 'noopener', 'noreferrer', 'ugc'])
          if (!link.relList.contains(word))
            found.push(`a link outside without ${word}: ${link.href.slice(0, 60)}`)
    }
    for (const form of document.querySelectorAll('form'))
      if (new URL(form.action, location.href).origin !== location.origin)
        found.push(`a form to ${form.action.slice(0, 60)}`)
    return found
  })

async function visit(context: BrowserContext, addresses: string[], mode: Mode, seen: Seen): Promise<void> {
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  for (const address of addresses) {
    const at = new URL(address).pathname
    const answer = await page.goto(address, { waitUntil: 'load' }).catch((error: Error) => {
      if (mode.escaping) seen.problems.push(`${at}: ${error.message.split('\n')[0]}`)
      return null
    })
    if (!answer) continue
    await page.waitForTimeout(SETTLE_MS)
    seen.opened++
    if (answer.status() >= 500) seen.problems.push(`${at} answered ${answer.status()}`)
    if (mode.escaping)
      for (const problem of await badLinks(page).catch(() => [])) seen.problems.push(`${at}: ${problem}`)
  }
  await page.close()
}

/** Every page that shows something, about things whose every word is a payload. */
function pagesOf(world: World, things: { search: string; source: string; post: string }): string[] {
  const names = everyRoute(root)
    .filter(
      ({ method, name }) => method === 'GET' && !/\/export$|sign-out|\/cards$|\/pulse$|\/preview$/.test(name),
    )
    .map(({ name }) => name)
  const query = new URLSearchParams({
    search: things.search,
    q: MARKER,
    views: 'outlets,coverage',
    to: OWN[0]!,
    q2: OWN[1]!,
  })
  const pages = names.map((name) => {
    const id = name.includes('/post/')
      ? things.post
      : name.includes('/source')
        ? things.source
        : things.search
    const path = addressOf(name, { id, person: world.people.viewer.id, token: 'x'.repeat(64) })
    return `${world.origin}${path}?${query}`
  })
  const asked = (text: string) => `${world.origin}/listen/search?${new URLSearchParams({ q: text })}`
  return [
    ...pages,
    `${world.origin}/listen/rows?copies=${things.post}`,
    asked(OWN[14]!),
    `${world.origin}/listen/rows?search=${encodeURIComponent(OWN[15]!)}`,
    `${world.origin}/${encodeURIComponent(OWN[16]!)}`,
  ]
}

await check('T5', () =>
  withFolkmoot(async (world) => {
    const payloads = [...OWN, ...(quick ? others(DATA).filter((_one, n) => n % 20 === 0) : others(DATA))]
    const things = await layRows(world, payloads)
    const { filled, problems } = await fillFields(world, payloads)
    const pages = pagesOf(world, things)
    // The short way opens every page without the policy, which lets through all that it lets through with it.
    const withPosts = pages.filter((page) => /\/(rows|search|post\/[^/]+|estate)\?/.test(page))
    const seen = Object.fromEntries(
      MODES.map(({ name }) => [name, { fired: [], opened: 0, problems: [] }]),
    ) as unknown as Record<Mode['name'], Seen>
    const browser = await openBrowser()
    try {
      const visits = MODES.flatMap((mode) => {
        const every: (Role | null)[] = quick || mode.name === 'control' ? ['administrator'] : [...ROLES, null]
        return every.map((role) => ({ mode, role }))
      })
      // A few side by side: most of a visit is waiting.
      const go = async () => {
        for (let next = visits.shift(); next; next = visits.shift()) {
          const { mode, role } = next
          const token = role === null ? null : (await world.signInAgain(world.people[role])).token
          const context = await trap(browser, world, token, mode, seen[mode.name])
          await visit(context, quick && mode.name !== 'noPolicy' ? withPosts : pages, mode, seen[mode.name])
          await context.close()
        }
      }
      await Promise.all(Array.from({ length: 3 }, go))
    } finally {
      await browser.close()
    }
    for (const mode of MODES.slice(0, 3))
      problems.push(...seen[mode.name].fired.map((one) => `${mode.name}: ${one} ran`))
    for (const { problems: some } of Object.values(seen)) problems.push(...some)
    const distinct = new Set(
      seen.control.fired.map((one) => one.split(' ')[0]).filter((one) => /^\d+$/.test(one!)),
    )
    if (problems.length > 0) process.stderr.write(`${[...new Set(problems)].slice(0, 40).join('\n')}\n`)
    return {
      pass: problems.length === 0,
      cases: Object.values(seen).reduce((sum, one) => sum + one.opened, 0),
      payloads: payloads.length,
      fields: filled.length,
      pages: pages.length,
      fired_as_is: seen.asIs.fired.length,
      fired_without_policy: seen.noPolicy.fired.length,
      fired_without_escaping: seen.noEscaping.fired.length,
      problems: problems.length,
      control_fired: seen.control.fired.length,
      control_payloads: distinct.size,
      threshold_control: LEAST,
      control_failed: distinct.size >= LEAST,
    }
  }),
)
process.exit()
