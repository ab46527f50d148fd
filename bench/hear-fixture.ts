/**
 * A fixture of the Jetstream server for `bench/hear`: its own process, so that making frames is not counted as hearing.
 * Commands come on standard input, one JSON object a line: `{ "send": n, "perSecond": rate | null }`; it answers with
 * `{ "sent": n, "seconds": s }`. `{ "words": n }` is answered with so many words of the posts, for searches to ask for.
 * Profiles of authors are answered on the same port.
 */
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { type WebSocket, WebSocketServer } from 'ws'
import { seeded, wordPool } from './ground-material.ts'

const SEARCHES = 1_000
/** One frame in a hundred is asked for by a search. */
const MATCHING = 100
const AUTHORS = 5_000

const random = seeded(3)
const { words, from } = wordPool()
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
const clients = new Map<WebSocket, Socket>()
sockets.on('connection', (socket, request) => {
  clients.set(socket, request.socket)
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
    // Many frames in one write, as a busy server sends them.
    for (const under of clients.values()) under.cork()
    for (let k = 0; sent < due && k < 500; k++, sent++) {
      const text = frame()
      for (const socket of clients.keys()) socket.send(text)
    }
    for (const under of clients.values()) under.uncork()
    for (const socket of clients.keys()) await free(socket)
    await new Promise((resolve) => (perSecond === null ? setImmediate(resolve) : setTimeout(resolve, 5)))
  }
  console.log(JSON.stringify({ sent: n, made, seconds: (performance.now() - begun) / 1_000 }))
}

/** Lower-case words of the posts, as often as they occur. */
function someWords(n: number): string[] {
  const plain = words.filter((w) => /^[a-z]{4,}$/.test(w))
  const pick = seeded(5)
  return Array.from({ length: n }, () => plain[Math.floor(pick() * plain.length)]!)
}

type Command = { words: number } | { send: number; perSecond: number | null }
createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line) as Command
  if ('words' in command) console.log(JSON.stringify({ words: someWords(command.words), from }))
  else void send(command.send, command.perSecond)
})
