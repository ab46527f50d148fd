import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export type Kind = 'jpeg' | 'png' | 'webp'

export interface Asked {
  id: number
  bytes: Uint8Array
}

export interface Encoded {
  kind: Kind
  bytes: Uint8Array
  width: number
  height: number
}

export interface Refused {
  refused: 'not-a-picture' | 'too-many-pixels' | 'broken' | 'too-costly'
}

export interface Encoder {
  /** A picture encoded anew, or why not. Never throws for what the bytes are. */
  encode(bytes: Uint8Array): Promise<Encoded | Refused>
  /** The most memory the worker has held, in bytes. */
  readonly mostMemory: number
  close(): void
}

const LOOK_EVERY_MS = 20

interface Limits {
  memory: number
  milliseconds: number
  idle: number
}

/**
 * Runs the re-encode worker: started when needed, one picture at a time, killed when it holds more than 384 MB or
 * takes longer than 15 s, and sent home after a minute without work. Its environment is empty.
 */
export function createEncoder(
  limits: Limits = { memory: 384 * 1_048_576, milliseconds: 15_000, idle: 60_000 },
): Encoder {
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | null = null
  let last: Promise<unknown> = Promise.resolve()
  let asked = 0
  let mostMemory = 0

  function stop(): void {
    child?.kill('SIGKILL')
    child = null
  }

  function start(): ChildProcess {
    const made = fork(path.join(import.meta.dirname, 'encode-worker.ts'), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {},
      execArgv: ['--max-old-space-size=128', '--disable-warning=ExperimentalWarning'],
    })
    made.unref()
    made.channel?.unref()
    return made
  }

  async function one(bytes: Uint8Array): Promise<Encoded | Refused> {
    if (idle) clearTimeout(idle)
    child ??= start()
    const worker = child
    worker.channel?.ref()
    const id = ++asked
    try {
      return await new Promise<Encoded | Refused>((resolve) => {
        const done = (answer: Encoded | Refused) => {
          clearInterval(look)
          clearTimeout(late)
          worker.off('message', onMessage).off('exit', onExit).off('error', onExit)
          resolve(answer)
        }
        const kill = () => {
          stop()
          done({ refused: 'too-costly' })
        }
        const onMessage = (message: { id: number; answer: Encoded | Refused }) => {
          if (message.id === id) done(message.answer)
        }
        const onExit = () => {
          if (child === worker) child = null
          done({ refused: 'broken' })
        }
        const look = setInterval(async () => {
          const held = await memoryOf(worker.pid)
          mostMemory = Math.max(mostMemory, held)
          if (held > limits.memory) kill()
        }, LOOK_EVERY_MS)
        const late = setTimeout(kill, limits.milliseconds)
        worker.on('message', onMessage).on('exit', onExit).on('error', onExit)
        worker.send({ id, bytes } satisfies Asked, (error) => error && onExit())
      })
    } finally {
      worker.channel?.unref()
      idle = setTimeout(stop, limits.idle).unref()
    }
  }

  return {
    encode(bytes) {
      const next = last.then(() => one(bytes))
      last = next.catch(() => {})
      return next
    },
    get mostMemory() {
      return mostMemory
    },
    close() {
      if (idle) clearTimeout(idle)
      stop()
    },
  }
}

/** Resident memory in bytes, as Linux tells it; 0 where it does not. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(text.split(' ')[1] ?? 0) * 4_096
}
