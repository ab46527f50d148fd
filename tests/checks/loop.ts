import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

export interface Loop {
  /** The longest that the event loop was held up, in milliseconds of the clock. */
  delay_ms_max: number
  delay_ms_p99: number
  /** The longest that this thread worked without letting anybody else in, in milliseconds of its own CPU time. */
  stretch_ms_max: number
  /** The longest that a thread with nothing to do was held up meanwhile: what the machine itself cost. */
  idle_ms_max: number
}

/**
 * Watches the event loop while `work` runs. On a machine with other things to do the clock also counts their time, so
 * the thread's own CPU time is measured beside it.
 */
export async function watchLoop(work: () => Promise<void>): Promise<Loop> {
  const idle = new Worker(
    `const { monitorEventLoopDelay } = require('node:perf_hooks'); const { parentPort } = require('node:worker_threads')
     const seen = monitorEventLoopDelay({ resolution: 1 }); seen.enable()
     parentPort.on('message', () => parentPort.postMessage(seen.max / 1e6)); setInterval(() => {}, 1000)`,
    { eval: true },
  )
  const seen = monitorEventLoopDelay({ resolution: 1 })
  let stretch = 0
  let watching = true
  let before = cpuMs()
  const look = () => {
    const now = cpuMs()
    stretch = Math.max(stretch, now - before)
    before = now
    if (watching) setTimeout(look, 1)
  }
  look()
  seen.enable()
  await work()
  await sleep(5)
  seen.disable()
  watching = false
  const answer = new Promise<number>((done) => idle.once('message', done))
  idle.postMessage('')
  const idleMax = await answer
  await idle.terminate()
  const round = (ms: number) => Math.round(ms * 10) / 10
  return {
    delay_ms_max: round(seen.max / 1e6),
    delay_ms_p99: round(seen.percentile(99) / 1e6),
    stretch_ms_max: round(stretch),
    idle_ms_max: round(idleMax),
  }
}

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
