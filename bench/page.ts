/**
 * The deck as a browser gets it, with an exercise on it: first paint in Chromium with nothing cached, client JavaScript on the
 * wire, and pages a second. Peer in the same run: a bare node:http server that gives back the same bytes, page and assets.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBrowser, openPage } from '../tests/journeys/browser.ts'
import { openDesk, startExercise } from '../tests/journeys/desk.ts'
import { cpuSeconds, percentile, quick, round, say, tell } from './ground-material.ts'
import { cookieHeader, load, type Painted, paint, record } from './page-material.ts'

const PAINTS = quick ? 3 : 9
const ROUNDS = quick ? 2 : 5
const LOAD = { connections: 16, seconds: quick ? 2 : 6 }
const DECK = '/listen'

async function startPeer(folder: string, recording: unknown): Promise<{ child: ChildProcess; port: number }> {
  const file = path.join(folder, 'recorded.json')
  writeFileSync(file, JSON.stringify(recording))
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'page-peer.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout }))
    return { child, port: (JSON.parse(line) as { port: number }).port }
  throw new Error('the peer did not start')
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'folkmoot-bench-page-'))
const desk = await openDesk()
const browser = await openBrowser('system')
let peer: { child: ChildProcess; port: number } | null = null
try {
  const { page, context } = await openPage(browser)
  await startExercise(page, desk)
  await page.goto(desk.origin + DECK)
  await page.locator('article').nth(10).waitFor()
  await sleep(quick ? 1_000 : 5_000)
  const cookies = await context.cookies()
  const cookie = cookieHeader(cookies)
  await context.close()

  const first = await paint(browser, desk.origin + DECK, cookies)
  const recorded = await record(desk.origin, DECK, first.assets, cookie)
  const scripts = Object.entries(recorded).filter(([name]) => name.endsWith('.js'))
  const compressed = scripts.reduce((sum, [, { body }]) => sum + Buffer.byteLength(body, 'base64'), 0)
  peer = await startPeer(folder, recorded)
  const theirOrigin = `http://localhost:${peer.port}`
  const ours: Painted[] = []
  const theirs: Painted[] = []
  for (let i = 0; i < PAINTS; i++) {
    ours.push(await paint(browser, desk.origin + DECK, cookies))
    theirs.push(await paint(browser, theirOrigin + DECK, cookies))
    tell(`painted after ${round(ours[i]!.paintMs)} ms; the same bytes ${round(theirs[i]!.paintMs)} ms`)
  }
  await browser.close()

  const rates: { ours: number; theirs: number; ourCpu: number; theirCpu: number }[] = []
  const timed = async (port: number, pid: number) => {
    const cpu = cpuSeconds(pid)
    const begun = performance.now()
    const rate = await load(port, DECK, cookie, LOAD)
    const answers = rate * ((performance.now() - begun) / 1_000)
    return { rate, cpuMs: ((cpuSeconds(pid) - cpu) * 1_000) / answers }
  }
  await load(desk.port, DECK, cookie, { ...LOAD, seconds: 1 })
  for (let i = 0; i < ROUNDS; i++) {
    const mine = await timed(desk.port, desk.child.pid!)
    const bare = await timed(peer.port, peer.child.pid!)
    rates.push({ ours: mine.rate, theirs: bare.rate, ourCpu: mine.cpuMs, theirCpu: bare.cpuMs })
    tell(`${round(mine.rate)} pages/s; bare ${round(bare.rate)}/s`)
  }
  const median = <T>(list: T[], of: (one: T) => number) => percentile(list.map(of), 50)
  const last = ours.at(-1)!
  say({
    bench: 'page',
    figures: {
      first_paint_p50_ms: Math.round(median(ours, (p) => p.paintMs)),
      first_paint_worst_ms: Math.round(Math.max(...ours.map((p) => p.paintMs))),
      client_js_kb: round(compressed / 1_000),
      client_js_with_headers_kb: round(last.scriptBytes / 1_000),
      client_js_files: last.scripts,
      client_js_encoding: last.encodings.join(' '),
      html_kb: round(last.htmlBytes / 1_000),
      all_kb: round(last.allBytes / 1_000),
      requests_per_s: round(median(rates, (r) => r.ours)),
      cpu_ms_per_page: round(
        median(rates, (r) => r.ourCpu),
        2,
      ),
    },
    peers: {
      bare_first_paint_p50_ms: Math.round(median(theirs, (p) => p.paintMs)),
      bare_requests_per_s: round(median(rates, (r) => r.theirs)),
      bare_cpu_ms_per_page: round(
        median(rates, (r) => r.theirCpu),
        2,
      ),
    },
    ratio: {
      first_paint: round(median(ours, (p) => p.paintMs) / median(theirs, (p) => p.paintMs), 2),
      requests: round(
        median(rates, (r) => r.ours / r.theirs),
        3,
      ),
    },
  })
} finally {
  await browser.close().catch(() => {})
  peer?.child.kill()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
}
