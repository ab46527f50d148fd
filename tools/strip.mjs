/*
 * `node --import ./tools/strip.mjs FILE`: takes the types out of TypeScript in a thread of its own. Node does it in the
 * thread that then runs the program, by WebAssembly, whose memory grows by detaching a buffer; from then on every look
 * into a typed array asks whether it is detached, which costs the engines a tenth of their speed. A second start takes
 * the stripped text from the compile cache and is as fast, so benches measure what a house that has run before has.
 */
import { readFile } from 'node:fs/promises'
import { register, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context)
  const source = stripTypeScriptTypes(await readFile(fileURLToPath(url), 'utf8'), { mode: 'strip' })
  return { format: 'module', source, shortCircuit: true }
}

if (isMainThread) register(import.meta.url)
