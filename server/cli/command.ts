import type { Config } from '../platform/config.ts'
import { readConfig } from '../platform/config.ts'
import { createLog, type Log } from '../platform/log.ts'
import { type Ground, openGround } from '../platform/open-ground.ts'
import type { Refusal, Result } from '../platform/result.ts'
import { Trouble } from './trouble.ts'

export interface Workplace extends Ground {
  config: Config
  log: Log
}

/** Runs `work` on the database, beside a running Folkmoot or by itself, and tidies up whatever happens. */
export async function atGround<T>(
  work: (at: Workplace) => Promise<T>,
  options: { as?: 'alone' | 'beside'; migrate?: boolean } = {},
): Promise<T> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const ground = await openGround({
    config,
    log,
    say: (line) => console.error(line),
    as: options.as ?? 'beside',
    migrate: options.migrate,
  })
  try {
    return await work({ ...ground, config, log })
  } finally {
    await ground.close()
  }
}

/** The value, or the refusal as `Trouble`. */
export function need<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Trouble(inWords(result.refusal))
}

export function inWords(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'invalid':
      return refusal.problems.map((problem) => `${problem.field}: ${problem.message}`).join('\n')
    case 'not-found':
      return `There is no such ${refusal.what ?? 'thing'}.`
    case 'not-signed-in':
      return 'Sign in first.'
    case 'too-many':
      return `Too many at once (${refusal.rule}). Try again in ${refusal.retryAfterSeconds} s.`
    default:
      return refusal.why ?? (('rule' in refusal && refusal.rule) || refusal.kind)
  }
}

/**
 * A line on standard error that says how far it is, from the third second on, once a second; rewritten in place on a
 * terminal.
 */
export function progress(say: () => string): { done(): void } {
  const begun = performance.now()
  const onTerminal = process.stderr.isTTY === true
  let shown = false
  const timer = setInterval(() => {
    if (performance.now() - begun < 2_000) return
    shown = true
    process.stderr.write(onTerminal ? `\r\u001b[2K${say()}` : `${say()}\n`)
  }, 1_000)
  timer.unref()
  return {
    done() {
      clearInterval(timer)
      if (shown && onTerminal) process.stderr.write('\r\u001b[2K')
    },
  }
}

/** 1234567 bytes as `1.2 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let n = bytes
  let unit = 0
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000
    unit++
  }
  return `${unit === 0 ? n : n.toFixed(1)} ${units[unit]}`
}
