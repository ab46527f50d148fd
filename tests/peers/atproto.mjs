// A whole Bluesky network on loopback (PLC, PDS, AppView, Ozone), and before its firehose a relay that speaks
// Jetstream v1. The network is the real one of @atproto/dev-env; the relay stands in for a server that is written in Go
// and cannot be had here. Prints one line of JSON when everything answers.
import { mockMailer, TestNetwork } from '@atproto/dev-env'
import { IdResolver } from '@atproto/identity'
import { lexToJson } from '@atproto/lexicon'
import { Firehose, MemoryRunner } from '@atproto/sync'
import { WebSocketServer } from 'ws'

const [pds, bsky, plc, ozone, relay] = process.argv.slice(2).map(Number)
const network = await TestNetwork.create({
  pds: { port: pds, hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { port: bsky, publicUrl: `http://localhost:${bsky}` },
  plc: { port: plc },
  ozone: { port: ozone },
  // Letters only: the name goes into SQL as it is.
  dbPostgresSchema: 'peers',
})
mockMailer?.(network.pds)

const log = []
const clients = new Set()
let last = 0
const nowUs = () => (last = Math.max(last + 1, Date.now() * 1000))
const want = (c, e) =>
  e.kind !== 'commit' || c.collections.length === 0 || c.collections.includes(e.commit.collection)
const emit = (e) => {
  log.push(e)
  for (const c of clients) if (want(c, e)) c.ws.send(JSON.stringify(e))
}
new Firehose({
  service: `ws://127.0.0.1:${pds}`,
  // Without a fetch of its own the resolver refuses loopback, and every signed event is dropped.
  idResolver: new IdResolver({ plcUrl: `http://127.0.0.1:${plc}`, fetch: globalThis.fetch }),
  runner: new MemoryRunner({}),
  onError: (e) => console.error('firehose', e.message, e.cause?.message),
  handleEvent: async (e) => {
    const head = { did: e.did, time_us: nowUs() }
    if (e.event === 'create' || e.event === 'update') {
      const { rev, event: operation, collection, rkey, cid } = e
      emit({
        ...head,
        kind: 'commit',
        commit: { rev, operation, collection, rkey, record: lexToJson(e.record), cid: cid.toString() },
      })
    } else if (e.event === 'delete') {
      emit({
        ...head,
        kind: 'commit',
        commit: { rev: e.rev, operation: 'delete', collection: e.collection, rkey: e.rkey },
      })
    } else if (e.event === 'identity') {
      emit({
        ...head,
        kind: 'identity',
        identity: { did: e.did, handle: e.handle, seq: e.seq, time: e.time },
      })
    } else if (e.event === 'account') {
      emit({
        ...head,
        kind: 'account',
        account: {
          active: e.active,
          did: e.did,
          ...(e.status ? { status: e.status } : {}),
          seq: e.seq,
          time: e.time,
        },
      })
    }
  },
}).start()

new WebSocketServer({ host: '127.0.0.1', port: relay, path: '/subscribe' }).on(
  'connection',
  (ws, request) => {
    const asked = new URL(request.url, 'http://x').searchParams
    const client = { ws, collections: asked.getAll('wantedCollections') }
    clients.add(client)
    const cursor = asked.get('cursor')
    if (cursor)
      for (const e of log) if (e.time_us >= Number(cursor) && want(client, e)) ws.send(JSON.stringify(e))
    ws.on('close', () => clients.delete(client))
  },
)

console.log(JSON.stringify({ ready: true, pds: network.pds.url, bsky: network.bsky.url }))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await network.close().catch(() => {})
    process.exit(0)
  })
}
