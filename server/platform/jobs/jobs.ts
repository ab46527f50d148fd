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
export const createJobs = (db: Database, log: Log, { pollSeconds = 5 } = {}): Jobs =>
  new BossJobs(db, log, pollSeconds)

class BossJobs implements Jobs {
  readonly #db: Database
  readonly #log: Log
  readonly #pollSeconds: number
  readonly #defined = new Map<string, { handler: JobHandler<object>; options: JobOptions }>()
  readonly #timed = new Map<string, string>()
  #boss: PgBoss | null = null

  constructor(db: Database, log: Log, pollSeconds: number) {
    this.#db = db
    this.#log = log
    this.#pollSeconds = pollSeconds
  }

  define<Data extends object>(name: string, handler: JobHandler<Data>, options: JobOptions = {}): void {
    if (this.#defined.has(name)) throw new Error(`job ${name} is defined twice`)
    this.#defined.set(name, { handler: handler as JobHandler<object>, options })
  }

  every(name: string, cron: string): void {
    this.#timed.set(name, cron)
  }

  async enqueue<Data extends object>(
    tx: Tx,
    name: string,
    data: Data,
    options: { after?: Date; key?: string } = {},
  ): Promise<void> {
    if (!this.#defined.has(name)) throw new Error(`job ${name} is not defined`)
    if (!this.#boss) throw new Error('jobs are not started')
    await this.#boss.send(name, data, {
      db: fromKysely(tx),
      ...(options.after ? { startAfter: options.after } : {}),
      ...(options.key ? { singletonKey: options.key } : {}),
    })
  }

  async start(): Promise<void> {
    const started = new PgBoss({
      connectionString: this.#db.url,
      schema: SCHEMA,
      application_name: 'folkmoot jobs',
      max: 4,
      useListenNotify: true,
      cronMonitorIntervalSeconds: 15,
      cronWorkerIntervalSeconds: 5,
    })
    started.on('error', (error) => this.#log.warn({ reason: error.message }, 'jobs: something went wrong'))
    started.on('warning', (warning) => this.#log.debug({ warning }, 'jobs: a warning'))
    await started.start()
    this.#boss = started
    for (const [name, { handler, options }] of this.#defined)
      await this.#work(started, name, handler, options)
    await this.#schedule(started)
  }

  async stop(): Promise<void> {
    const stopping = this.#boss
    this.#boss = null
    await stopping?.stop({ graceful: true, timeout: 10_000, close: true })
  }

  async #work(on: PgBoss, name: string, handler: JobHandler<object>, options: JobOptions): Promise<void> {
    const settings = {
      retryLimit: options.retries ?? 3,
      retryDelay: options.pauseSeconds ?? 5,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: options.timeoutSeconds ?? 900,
      notify: true,
    }
    // A job that comes by itself waits at most once in the queue, however long the process was away.
    await on.createQueue(name, { ...settings, policy: this.#timed.has(name) ? 'stately' : 'standard' })
    await on.updateQueue(name, settings)
    const pace = {
      localConcurrency: options.atOnce ?? 1,
      pollingIntervalSeconds: this.#pollSeconds,
      notifyPollingIntervalSeconds: this.#pollSeconds,
    }
    await on.work<object>(name, pace, async ([job]) => {
      if (!job) return
      try {
        await handler({ id: job.id, data: job.data, signal: job.signal })
      } catch (error) {
        this.#log.warn({ err: error, job: name }, 'a job failed and will be tried again')
        throw error
      }
    })
  }

  async #schedule(on: PgBoss): Promise<void> {
    const known = await on.getSchedules()
    for (const { name } of known) if (!this.#timed.has(name)) await on.unschedule(name)
    for (const [name, cron] of this.#timed) {
      if (!this.#defined.has(name)) throw new Error(`job ${name} has a time but no handler`)
      if (known.find((one) => one.name === name)?.cron !== cron)
        await on.schedule(name, cron, {}, { missed: 'once' })
    }
  }
}
