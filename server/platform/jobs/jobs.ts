import { fromKysely, PgBoss } from 'pg-boss'
import type { Database, Tx } from '../db/database.ts'
import type { Log } from '../log.ts'

/** What a handler is given. `signal` aborts when Folkmoot stops or the job's time is up. */
export interface Job<Data> {
  id: string
  data: Data
  signal: AbortSignal
}

export type JobHandler<Data> = (job: Job<Data>) => Promise<void>

export interface JobOptions {
  /** Handlers of this name that may run at once in this process. Default 1. */
  atOnce?: number
  /** Tries after the first. Default 3, with growing pauses. */
  retries?: number
  /** Before the second try; doubles from try to try, up to ten minutes. Default 5. */
  pauseSeconds?: number
  /** A job that takes longer is given up and tried again. Default 900. */
  timeoutSeconds?: number
}

/** Work that happens later, kept in the database: at least once, so a handler must stand being run twice. */
export interface Jobs {
  /** Says what a name means. All before `start`. */
  define<Data extends object>(name: string, handler: JobHandler<Data>, options?: JobOptions): void
  /** A job that comes by itself: `cron` in UTC, to the minute. Its handler must be defined. One run at a time. */
  every(name: string, cron: string): void
  /** Enqueues in the caller's transaction: with it the job exists, without it it never did. */
  enqueue<Data extends object>(
    tx: Tx,
    name: string,
    data: Data,
    options?: { after?: Date; key?: string },
  ): Promise<void>
  start(): Promise<void>
  /** Waits for running handlers, at most ten seconds. */
  stop(): Promise<void>
}

const SCHEMA = 'pgboss'

/**
 * The port over pg-boss; the only file that knows it. A job wakes whoever waits for it; every `pollSeconds` (5) somebody
 * looks by himself, for jobs that are tried again and for those that woke nobody.
 */
export function createJobs(db: Database, log: Log, { pollSeconds = 5 } = {}): Jobs {
  const defined = new Map<string, { handler: JobHandler<object>; options: JobOptions }>()
  const timed = new Map<string, string>()
  let boss: PgBoss | null = null
  const needBoss = (): PgBoss => {
    if (!boss) throw new Error('jobs are not started')
    return boss
  }

  return {
    define(name, handler, options = {}) {
      if (defined.has(name)) throw new Error(`job ${name} is defined twice`)
      defined.set(name, { handler: handler as JobHandler<object>, options })
    },
    every(name, cron) {
      timed.set(name, cron)
    },
    async enqueue(tx, name, data, options = {}) {
      if (!defined.has(name)) throw new Error(`job ${name} is not defined`)
      await needBoss().send(name, data, {
        db: fromKysely(tx),
        ...(options.after ? { startAfter: options.after } : {}),
        ...(options.key ? { singletonKey: options.key } : {}),
      })
    },
    async start() {
      const started = new PgBoss({
        connectionString: db.url,
        schema: SCHEMA,
        application_name: 'folkmoot jobs',
        max: 4,
        useListenNotify: true,
        cronMonitorIntervalSeconds: 15,
        cronWorkerIntervalSeconds: 5,
      })
      started.on('error', (error) => log.warn({ reason: error.message }, 'jobs: something went wrong'))
      started.on('warning', (warning) => log.debug({ warning }, 'jobs: a warning'))
      await started.start()
      boss = started
      for (const [name, { handler, options }] of defined) await work(started, name, handler, options)
      await schedule(started)
    },
    async stop() {
      const stopping = boss
      boss = null
      await stopping?.stop({ graceful: true, timeout: 10_000, close: true })
    },
  }

  async function work(on: PgBoss, name: string, handler: JobHandler<object>, options: JobOptions) {
    const settings = {
      retryLimit: options.retries ?? 3,
      retryDelay: options.pauseSeconds ?? 5,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: options.timeoutSeconds ?? 900,
      notify: true,
    }
    // A job that comes by itself waits at most once in the queue, however long the process was away.
    await on.createQueue(name, { ...settings, policy: timed.has(name) ? 'stately' : 'standard' })
    await on.updateQueue(name, settings)
    await on.work<object>(
      name,
      {
        localConcurrency: options.atOnce ?? 1,
        pollingIntervalSeconds: pollSeconds,
        notifyPollingIntervalSeconds: pollSeconds,
      },
      async ([job]) => {
        if (!job) return
        try {
          await handler({ id: job.id, data: job.data, signal: job.signal })
        } catch (error) {
          log.warn({ err: error, job: name }, 'a job failed and will be tried again')
          throw error
        }
      },
    )
  }

  async function schedule(on: PgBoss) {
    const known = await on.getSchedules()
    for (const { name } of known) if (!timed.has(name)) await on.unschedule(name)
    for (const [name, cron] of timed) {
      if (!defined.has(name)) throw new Error(`job ${name} has a time but no handler`)
      if (known.find((one) => one.name === name)?.cron !== cron)
        await on.schedule(name, cron, {}, { missed: 'once' })
    }
  }
}
