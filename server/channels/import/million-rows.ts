/** Reads a million rows and prints what it took; run by import.test.ts in a process of its own. */
import type { ByteStream } from '../channel.ts'
import { files } from './index.ts'

async function* million(): ByteStream {
  yield Buffer.from('id,text,user\n')
  // Ids a millisecond apart, so that each carries a time of its own.
  let at = 323_873_597_825_355_778n
  for (let n = 0; n < 1_000; n++) {
    let piece = ''
    for (let m = 0; m < 1_000; m++) {
      at += 4_194_304n
      piece += `${at},"Water over the wall at number ${n * m}, ""Mill Lane"" #flood",someone${m}\n`
    }
    yield Buffer.from(piece)
  }
}

const map = {
  format: 'csv' as const,
  header: true,
  text: 'text',
  time: null,
  tweetId: 'id',
  author: 'user',
  link: null,
  lang: null,
}
const began = performance.now()
let rows = 0
let told = 0
for await (const row of files.read(million(), map, { name: 'm.csv', progress: () => told++ })) {
  if ('post' in row) rows++
}
// The kernel's own count of the most that was held, in kB.
const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024)
const rowsPerSecond = Math.round(rows / ((performance.now() - began) / 1_000))
console.log(JSON.stringify({ figure: 'import', rows, told, peakMb, rows_per_s: rowsPerSecond }))
