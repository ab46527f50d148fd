import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** One pass of a peer in a process of its own: its CPU seconds, and what it found. */
export interface NativePass {
  cpu: number
  matches: number
  postsHit: number
  checksum: number
}

/** A peer in another language that answers one line to each line. */
class LineProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>
  private readonly lines: AsyncIterator<string>
  private readonly reader: Interface
  private readonly name: string

  constructor(command: string, given: string[]) {
    this.name = path.basename(command)
    this.child = spawn(command, given, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.reader = createInterface({ input: this.child.stdout })
    this.lines = this.reader[Symbol.asyncIterator]()
  }

  async next(): Promise<Record<string, number>> {
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`${this.name} ended without an answer`)
    return JSON.parse(value as string) as Record<string, number>
  }

  async ask(line: string): Promise<Record<string, number>> {
    this.child.stdin.write(`${line}\n`)
    return this.next()
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.stdin.end()
    await ended
    this.reader.close()
  }
}

const JARS = '/usr/share/java'
const sources = path.join(import.meta.dirname, 'peers')

/** The Debian packages that a peer needs and this machine has not. */
export function missing(peer: 'memindex' | 'hyperscan'): string[] {
  const needs =
    peer === 'memindex'
      ? { 'openjdk-17-jdk-headless': hasCommand('javac'), 'liblucene8-java': jars().length === 2 }
      : { gcc: hasCommand('gcc'), 'libhyperscan-dev': existsSync('/usr/include/hs/hs.h') }
  return Object.entries(needs).flatMap(([name, there]) => (there ? [] : [name]))
}

function hasCommand(name: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(path.join(folder, name)))
}

/** Lucene's core and its MemoryIndex, as Debian names them. */
function jars(): string[] {
  const all = existsSync(JARS) ? readdirSync(JARS).toSorted() : []
  return ['core', 'memory'].flatMap((part) => {
    const file = all.findLast((name) => new RegExp(`^lucene-${part}-8[.\\d]*\\.jar$`).test(name))
    return file ? [path.join(JARS, file)] : []
  })
}

/** Lucene's MemoryIndex behind an index of rarest words, on the first `keep` posts. */
export class MemIndexPeer {
  private readonly process: LineProcess

  private constructor(process: LineProcess) {
    this.process = process
  }

  static async start(folder: string, set: string, keep: number): Promise<MemIndexPeer> {
    const classes = path.join(folder, 'memindex')
    mkdirSync(classes, { recursive: true })
    const classPath = [classes, ...jars()].join(':')
    execFileSync('javac', ['-cp', classPath, '-d', classes, path.join(sources, 'MemIndexPeer.java')])
    const given = ['-Xmx4g', '-XX:+UseSerialGC', '-cp', classPath, 'MemIndexPeer']
    const files = [path.join(folder, 'posts.tsv'), path.join(folder, `${set}.sx`)]
    const peer = new MemIndexPeer(new LineProcess('java', [...given, ...files, String(keep)]))
    await peer.process.next()
    return peer
  }

  async run(count: number): Promise<NativePass> {
    return (await this.process.ask(`0 ${count}`)) as unknown as NativePass
  }

  close(): Promise<void> {
    return this.process.close()
  }
}

/** Hyperscan looking for every word of a query set, without any logic. */
export class HyperscanPeer {
  private readonly process: LineProcess
  private readonly texts: string[]
  private readonly words: string[]

  private constructor(process: LineProcess, texts: string[], words: string[]) {
    this.process = process
    this.texts = texts
    this.words = words
  }

  static async start(folder: string, set: string): Promise<HyperscanPeer> {
    const program = path.join(folder, 'literals')
    execFileSync('gcc', ['-O2', '-o', program, path.join(sources, 'literals.c'), '-lhs'])
    const texts = readFileSync(path.join(folder, 'posts.tsv'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(line.lastIndexOf('\t') + 1))
    const words = wordsOf(readFileSync(path.join(folder, `${set}.sx`), 'utf8'))
    const files = [path.join(folder, 'texts.txt'), path.join(folder, `${set}.words.txt`)] as const
    writeFileSync(files[0], texts.join('\n'))
    writeFileSync(files[1], words.join('\n'))
    const peer = new HyperscanPeer(new LineProcess(program, [...files]), texts, words)
    await peer.process.next()
    await peer.check(100)
    return peer
  }

  /** What it finds in a few posts is what a plain search for every word finds. */
  private async check(count: number): Promise<void> {
    let expected = 0
    for (const text of this.texts.slice(0, count)) {
      const bytes = asBytes(text)
      for (const word of this.words)
        for (let at = bytes.indexOf(asBytes(word)); at >= 0; at = bytes.indexOf(asBytes(word), at + 1))
          expected++
    }
    const { found } = await this.process.ask(String(count))
    if (found !== expected)
      throw new Error(`Hyperscan found ${found} words in ${count} posts, not ${expected}`)
  }

  /** CPU seconds for the first `count` posts. */
  async run(count: number): Promise<number> {
    return (await this.process.ask(String(count)))['cpu']!
  }

  close(): Promise<void> {
    return this.process.close()
  }
}

/** UTF-8 as one unit a byte, small letters for A–Z: how Hyperscan compares. */
function asBytes(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Every word that a query set names, once: alone, in a phrase, near another, or as a beginning. */
function wordsOf(queries: string): string[] {
  const words = new Set<string>()
  for (const line of queries.split('\n')) {
    const pieces = line.slice(line.indexOf('\t') + 1).match(/[()]|[^\s()]+/g) ?? []
    for (let i = 0; i < pieces.length; i++) {
      if (pieces[i] === ')') continue
      if (pieces[i] !== '(') words.add(pieces[i]!.replace(/^\^/, ''))
      else if (pieces[++i] === 'f') i += 2
      else if (pieces[i] === 'near') i++
    }
  }
  return [...words]
}
