/**
 * A fixture of the Jetstream server for `bench/hear`: its own process, so that making frames is not counted as hearing.
 * Commands come on standard input, one JSON object a line: `{ "send": n, "perSecond": rate | null }`; it answers with
 * `{ "sent": n, "seconds": s }`. Profiles of authors are answered on the same port.
 */
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { type WebSocket, WebSocketServer } from 'ws'
import { seeded, wordPool } from './ground-material.ts'

const SEARCHES = 1_000
/** One frame in a hundred is asked for by a search. */
const MATCHING = 100
const AUTHORS = 5_000

const random = seeded(3)
const { words } = wordPool()
const texts = Array.from({ length: 20_000 }, () => {
  const length = 5 + Math.floor(random() * 20)
  let text = ''
  for (let i = 0; i < length; i++) text += `${words[Math.floor(random() * words.length)]} `
  return JSON.stringify(text.toWellFormed().trim()).slice(1, -1)
})

let made = 0
let lastUs = Date.now() * 1_000
function frame(): string {
  const i = made++
  lastUs = Math.max(lastUs + 1, Date.now() * 1_000)
  const did = `did:plc:${(i % AUTHORS).toString(36).padStart(24, 'a')}`
  const marked =
    i % MATCHING === 0 ? ` marker${(i / MATCHING) % SEARCHES} seeded${i / MATCHING} at${Date.now()}` : ''
  return `{"did":"${did}","time_us":${lastUs},"kind":"commit","commit":{"rev":"r${i}","operation":"create","collection":"app.bsky.feed.post","rkey":"k${i.toString(36)}","record":{"$type":"app.bsky.feed.post","createdAt":"${new Date().toISOString()}","langs":["en"],"text":"${texts[i % texts.length]}${marked}"},"cid":"bafy${i}"}}`
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://fixture')
  const profiles = url.searchParams
    .getAll('actors')
    .map((did) => ({ did, handle: `${did.slice(-6)}.bsky.example`, displayName: 'A person' }))
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ profiles }))
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
const clients = new Set<WebSocket>()
sockets.on('connection', (socket) => {
  clients.add(socket)
  socket.on('close', () => clients.delete(socket))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' && address ? address.port : 0 }))
})

const free = (socket: WebSocket) =>
  new Promise<void>((resolve) => {
    const look = () => (socket.bufferedAmount < 4_000_000 ? resolve() : setTimeout(look, 2))
    look()
  })

async function send(n: number, perSecond: number | null): Promise<void> {
  const begun = performance.now()
  for (let sent = 0; sent < n; ) {
    const due =
      perSecond === null ? n : Math.min(n, Math.floor(((performance.now() - begun) / 1_000) * perSecond))
    for (let k = 0; sent < due && k < 500; k++, sent++) {
      const text = frame()
      for (const socket of clients) socket.send(text)
    }
    for (const socket of clients) await free(socket)
    await new Promise((resolve) => (perSecond === null ? setImmediate(resolve) : setTimeout(resolve, 5)))
  }
  console.log(JSON.stringify({ sent: n, made, seconds: (performance.now() - begun) / 1_000 }))
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { send: n, perSecond } = JSON.parse(line) as { send: number; perSecond: number | null }
  void send(n, perSecond)
})
