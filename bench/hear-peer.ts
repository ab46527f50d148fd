/**
 * The peer of `bench/hear`, in a process of its own: reads every frame of the fixture, parses it, forgets it. Its one
 * argument is how many; prints `{ "perSecond": n }`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { Fixture } from './hear-fixture-process.ts'

const many = Number(process.argv[2])
const fixture = new Fixture()
await fixture.ready()
const socket = new WebSocket(`ws://127.0.0.1:${fixture.port}/subscribe`, { perMessageDeflate: false })
let n = 0
let letters = 0
socket.on('message', (data) => {
  const event = JSON.parse((data as Buffer).toString()) as { commit?: { record?: { text?: string } } }
  letters += event.commit?.record?.text?.length ?? 0
  n++
})
await new Promise((resolve) => socket.on('open', resolve))
const begun = performance.now()
void fixture.send(many, null)
while (n < many) await sleep(2)
const seconds = (performance.now() - begun) / 1_000
if (letters === 0) throw new Error('the peer read nothing')
console.log(JSON.stringify({ perSecond: many / seconds }))
socket.terminate()
fixture.child.kill()
