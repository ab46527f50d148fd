import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type axe from 'axe-core'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const root = path.resolve(import.meta.dirname, '../..')

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--no-first-run',
]

const FROM_NPM = path.join(root, 'node_modules/@sparticuz/chromium')
const npmHasOne = process.arch === 'x64' && existsSync(FROM_NPM)
type Preferred = 'npm' | 'system'
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Where Chromium is, and what it must be told to find its libraries. That from npm has no window to draw round a page
 * and takes half the time of the system's, which is what people have.
 */
async function findBrowser(
  prefer: Preferred,
): Promise<{ executablePath: string; env: Record<string, string> }> {
  const own = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const system = SYSTEM.find((one) => existsSync(one))
  if (system && (prefer === 'system' || !npmHasOne)) return { executablePath: system, env: own }
  const home = await unpack()
  return {
    executablePath: path.join(home, 'chromium'),
    env: {
      ...own,
      LD_LIBRARY_PATH: path.join(home, 'al2023/lib'),
      FONTCONFIG_FILE: path.join(home, 'fonts/fonts.conf'),
    },
  }
}

/**
 * Unpacks `@sparticuz/chromium` once into the temporary folder. The package would unpack in place, where a second
 * test process would start a half-written file; here the whole folder appears in one rename.
 */
async function unpack(): Promise<string> {
  // Read as a file: the package exports no `package.json`.
  const { version } = JSON.parse(readFileSync(path.join(FROM_NPM, 'package.json'), 'utf8')) as {
    version: string
  }
  const home = path.join(os.tmpdir(), `folkmoot-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(home)) return home
  const making = mkdtempSync(`${home}-`)
  await run(
    process.execPath,
    ['-e', "import('@sparticuz/chromium').then((m) => m.default.executablePath())"],
    {
      TMPDIR: making,
      // Makes the package unpack the libraries that a bare machine lacks.
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    },
  )
  const dirs = [path.join(home, 'fonts'), '/usr/share/fonts', path.join(os.homedir(), '.fonts')]
  writeFileSync(
    path.join(making, 'fonts/fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs
      .map((dir) => `<dir>${dir}</dir>`)
      .join('')}<cachedir>${path.join(home, 'fonts-cache')}</cachedir></fontconfig>`,
  )
  try {
    renameSync(making, home)
  } catch {
    rmSync(making, { recursive: true, force: true }) // somebody else was first
  }
  return home
}

function run(command: string, args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' })
    child.on('error', fail)
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`${command} ended with ${code}`))))
  })
}

/** One browser for a test file; close it in `afterAll`. What measures, or takes pictures, prefers the system's. */
export async function openBrowser(prefer: Preferred = 'npm'): Promise<Browser> {
  const { executablePath, env } = await findBrowser(prefer)
  return chromium.launch({ executablePath, env, args: ARGS, headless: true, timeout: 30_000 })
}

/** A fresh profile. What the page's console calls an error fails the journey that asks for `errors`. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(45_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    // A refused form is a 4xx that the journey asked for; Chromium reports each as an error of the resource.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      errors.push(message.text())
  })
  return { page, context, errors }
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The smaller half of what the package holds: a document reads it in less time. */
const axeSource = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** What a theme can change; everything else is the same by day and by night. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds wrong with the page as it stands: one line each, empty when nothing. Axe is read once into a document,
 * however often that is looked at, and only the lines leave the browser: both would take longer than the looking.
 */
export async function findFaults(page: Page, colours = false): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(
    async (rules) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: rules,
        resultTypes: ['violations'],
        // What is read beforehand is for the rule about sound alone.
        preload: document.querySelector('audio, video') !== null,
      })
      return violations.flatMap((rule) =>
        rule.nodes.map(
          (node) => `${rule.id}: ${node.target.join(' ')} – ${node.failureSummary?.split('\n')[1]?.trim()}`,
        ),
      )
    },
    { type: colours ? ('rule' as const) : ('tag' as const), values: colours ? COLOUR_RULES : RULES },
  )
}

/** Looks at the page in the light and dark theme at 1280 px, and at 320 px; says which look has which fault. */
export async function findFaultsInEveryLook(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  const faults: string[] = []
  for (const [name, width, colorScheme] of [
    ['light', 1280, 'light'],
    ['dark', 1280, 'dark'],
    ['320 px', 320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    faults.push(...(await findFaults(page, colorScheme === 'dark')).map((fault) => `${name}: ${fault}`))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) faults.push(`${name}: the page is ${over} px wider than the screen`)
    faults.push(...(await findSmallTargets(page)).map((fault) => `${name}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
  return faults
}

/** Buttons and form controls under 24 × 24 px (WCAG 2.5.8); links in running text are excepted. */
function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>('button, select, input:not([type=hidden]), nav a, summary'),
    ].flatMap((one) => {
      const { width, height, top } = one.getBoundingClientRect()
      if (width === 0 || top < 0 || (width >= 24 && height >= 23.5)) return []
      return [
        `too small to press: ${one.outerHTML.slice(0, 80)} (${width.toFixed(0)} × ${height.toFixed(0)})`,
      ]
    }),
  )
}

/** Saves what the page looks like under tests/out/ at 1280 and 390 px, by day and by night. */
export async function takePictures(page: Page, name: string, widths = [1280, 390]): Promise<void> {
  const out = path.join(root, 'tests/out')
  mkdirSync(out, { recursive: true })
  const before = page.viewportSize()
  for (const width of widths)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: path.join(out, `${name}-${width}-${colorScheme}.png`), fullPage: true })
    }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}

/** Is there a built web? Journeys need `vite build` to have run; they say so instead of failing one by one. */
export const isBuilt = (): boolean =>
  existsSync(path.join(root, 'build/handler.js')) && readdirSync(path.join(root, 'build/client')).length > 0

/** A slow line: no script comes until `release`, and none that brings the page alive until `releaseAll`. */
export async function holdScripts(page: Page): Promise<{ release: () => void; releaseAll: () => void }> {
  const first = Promise.withResolvers<void>()
  const all = Promise.withResolvers<void>()
  await page.route('**/*.js', async (route) => {
    await first.promise
    if (route.request().url().includes('/nodes/')) await all.promise
    await route.continue()
  })
  return { release: first.resolve, releaseAll: all.resolve }
}
