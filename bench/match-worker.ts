/**
 * One of the two threads of bench/match: builds its own matcher over the posts, then makes as many passes as it is told
 * and answers with posts a second by the wall and by its own CPU.
 */
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { build } from './match-engine.ts'
import { benchScan, documentOf, readPosts, readQueries } from './match-material.ts'

const { folder, set } = workerData as { folder: string; set: string }
const posts = readPosts(path.join(folder, 'posts.tsv'))
const matcher = build(readQueries(path.join(folder, `${set}.sx`)), posts, { scan: benchScan })

function passes(count: number): { wall: number; cpu: number } {
  const began = performance.now()
  const before = process.threadCpuUsage()
  for (let i = 0; i < count; i++) for (const post of posts) matcher.match(documentOf(post))
  const { user, system } = process.threadCpuUsage(before)
  const seen = count * posts.length
  return { wall: seen / ((performance.now() - began) / 1e3), cpu: seen / ((user + system) / 1e6) }
}

passes(2)
parentPort!.on('message', (count: number) => parentPort!.postMessage(passes(count)))
parentPort!.postMessage('ready')
