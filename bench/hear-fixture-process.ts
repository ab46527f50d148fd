import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'

/** `hear-fixture.ts` as a process, and the words that are exchanged with it. */
export class Fixture {
  readonly child: ChildProcess
  readonly lines: Interface
  port = 0
  #answers: ((line: string) => void)[] = []

  constructor() {
    this.child = spawn(process.execPath, [path.join(import.meta.dirname, 'hear-fixture.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.lines = createInterface({ input: this.child.stdout! })
    this.lines.on('line', (line) => this.#answers.shift()?.(line))
  }
  next<T>(): Promise<T> {
    return new Promise((resolve) => this.#answers.push((line) => resolve(JSON.parse(line) as T)))
  }
  async ready(): Promise<void> {
    this.port = (await this.next<{ port: number }>()).port
  }
  words(n: number): Promise<{ words: string[]; from: string }> {
    const answer = this.next<{ words: string[]; from: string }>()
    this.child.stdin!.write(`${JSON.stringify({ words: n })}\n`)
    return answer
  }
  send(n: number, perSecond: number | null): Promise<{ sent: number; made: number; seconds: number }> {
    const answer = this.next<{ sent: number; made: number; seconds: number }>()
    this.child.stdin!.write(`${JSON.stringify({ send: n, perSecond })}\n`)
    return answer
  }
}
