import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What strangers send: our own, always here, and the sets of `../shared/data/bad-input` where they are. */

const data = path.resolve(import.meta.dirname, '../../../shared/data/bad-input')
export const setsAreHere = existsSync(data)
if (!setsAreHere) console.log('skipped: ../shared/data/bad-input is not here')

/** What cannot be stored, what deceives the eye, what is too much. */
export const own: string[] = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfffy',
  '\u202eabc',
  'pay\u200bpal',
  '\ufeff',
  '🏴󠁧󠁢󠁷󠁬󠁳󠁿',
  '__proto__',
  'constructor',
  '1e999',
  '-1',
  'ﷺ'.repeat(5_000),
  'a\u0301'.repeat(20_000),
  '#'.repeat(5_000),
  '@'.repeat(5_000),
  'http://'.repeat(3_000),
  '<'.repeat(20_000),
  '('.repeat(2_000),
  '"'.repeat(1_999),
  '&#x0;&#xd800;&bogus;',
  'x'.repeat(300_000),
]

export const naughty: string[] = setsAreHere
  ? [
      ...(JSON.parse(readFileSync(path.join(data, 'blns/blns.json'), 'utf8')) as string[]),
      ...(
        JSON.parse(readFileSync(path.join(data, 'xss/dompurify-fixtures.json'), 'utf8')) as {
          payload?: string
        }[]
      ).flatMap((f) => f.payload ?? []),
      ...readFileSync(path.join(data, 'xxe/xxe-payloads.txt'), 'utf8').split('\n'),
    ]
  : []

export const texts: string[] = [...own, ...naughty]

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)

/** Whole bodies that call themselves JSON: deep, huge, keys that mean something to the language, and the test suite. */
export const jsonBodies: Buffer[] = [
  nested('[', ']', 100_000),
  nested('{"a":', '}', 50_000).replace(/:}/, ':1}'),
  '{"__proto__":{"columns":[]},"constructor":{"prototype":{"x":1}},"columns":[{"__proto__":null}]}',
  '{"columns":1e999}',
  '{"columns":[{"search":-0,"width":1e308,"text":9007199254740993}]}',
  '{"text":"\\ud800","uri":"\\u0000","columns":["\\u202e"]}',
  `{"text":"${'x'.repeat(5_000_000)}"}`,
  `{"n":${'9'.repeat(100_000)}}`,
].map((text) => Buffer.from(text))
if (setsAreHere) {
  const folder = path.join(data, 'jsontestsuite/test_parsing')
  for (const name of readdirSync(folder)) jsonBodies.push(readFileSync(path.join(folder, name)))
}

/** Milliseconds of this thread's own work: a busy machine is no hang. */
export async function workOf(what: () => unknown): Promise<number> {
  const began = process.threadCpuUsage()
  await what()
  const { user, system } = process.threadCpuUsage(began)
  return (user + system) / 1_000
}
