import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateSync } from 'otplib'
import { readConfig } from '../../server/platform/config.ts'
import type { Ctx, Organisation, Role } from '../../server/platform/context.ts'
import type { PersonId, UnitId } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import type { Result } from '../../server/platform/result.ts'
import { type Serving, serve } from '../../server.ts'

const root = path.resolve(import.meta.dirname, '../..')
const from = { address: '192.0.2.1', agent: 'check' }

/** Somebody who is signed in. */
export interface Someone {
  id: PersonId
  role: Role
  token: string
}

/** The whole program on a port of its own, with a live organisation of four and an exercise beside it. */
export interface World {
  serving: Serving
  origin: string
  organisation: Organisation
  root: UnitId
  people: Record<Role, Someone>
  /** An officer of one unit below the top. */
  local: Someone
  /** Another organisation on the same machine, an exercise, with four of its own. */
  exercise: { organisation: Organisation; root: UnitId; people: Record<Role, Someone>; local: Someone }
  /** Another cookie for the same person. */
  signInAgain(who: Someone, organisation?: Organisation): Promise<Someone>
  ctx(who: Someone): Promise<Ctx>
}

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** Starts Folkmoot as `npm start` does, for as long as `work` takes. */
export async function withFolkmoot<T>(work: (world: World) => Promise<T>): Promise<T> {
  buildPages()
  const folder = mkdtempSync(path.join(tmpdir(), 'folkmoot-check-'))
  chmodSync(folder, 0o711) // the unprivileged PostgreSQL must be able to enter
  const port = await freePort()
  const config = readConfig({
    FOLKMOOT_DATA: path.join(folder, 'data'),
    PORT: String(port),
    FOLKMOOT_LOG: 'error',
  })
  const serving = await serve({
    config,
    log: createLog('error'),
    say: (line) => process.stderr.write(`${line}\n`),
  })
  try {
    return await work(await populate(serving))
  } finally {
    await serving.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function populate(serving: Serving): Promise<World> {
  const { app, config } = serving
  const { db, clock, log, identity, estate } = app
  const deps = { db, clock, log, identity }
  const totp = async () => {
    const { secret } = await identity.proposeTotp('x@council.test')
    return { kind: 'totp' as const, secret, code: generateSync({ secret }) }
  }
  const password = 'heron slate marrow'
  const link = serving.setUp!.replace('/set-up/', '')
  const made = value(
    await estate.createOrganisation(deps, {
      link,
      name: 'Arrel Council',
      area: null,
      person: { name: 'Administrator', email: 'administrator@council.test', password, factor: await totp() },
      from,
    }),
  )
  const { organisation } = made
  const ctx = async (who: Someone): Promise<Ctx> => {
    const signedIn = await identity.sessionFromCookie(who.token)
    if (!signedIn) throw new Error(`${who.role} is not signed in`)
    return app.ctxFor(signedIn.person, signedIn.organisation)
  }
  const administrator: Someone = { id: made.administrator, role: 'administrator', token: made.token }
  const join = async (role: Role, unit = made.root, by = administrator, name: string = role) => {
    const email = `${name.toLowerCase().replace(' ', '.')}@council.test`
    const invited = value(await estate.invitePerson(await ctx(by), { name, email, role, unit }))
    const accepted = { link: invited.link.replace('/join/', ''), password, factor: await totp(), from }
    const joined = value(await estate.acceptInvitation(deps, accepted))
    return { id: joined.person, role, token: joined.token } satisfies Someone
  }
  const joinBelow = async (parent: UnitId, by: Someone, name: string) => {
    const unit = value(await estate.createUnit(await ctx(by), { name: 'North', parent }))
    return join('officer', unit.id, by, name)
  }
  const people = {
    administrator,
    approver: await join('approver'),
    officer: await join('officer'),
    viewer: await join('viewer'),
  }
  const exercise = value(
    await estate.createExerciseOrganisation(deps, {
      link: null,
      by: (await ctx(administrator)).person,
      from,
    }),
  )
  const signInAgain: World['signInAgain'] = async (who, of = organisation) => ({
    ...who,
    token: await db.transaction((tx) => identity.openSession(tx, of.id, who.id, from)),
  })
  const local = await joinBelow(made.root, administrator, 'North officer')
  const players = {} as Record<Role, Someone>
  for (const { id, role } of exercise.people)
    players[role] = await signInAgain({ id, role, token: '' }, exercise.organisation)
  const exerciseLocal = await joinBelow(exercise.root, players.administrator, 'North player')
  return {
    serving,
    origin: config.origin,
    organisation,
    root: made.root,
    people,
    local,
    exercise: {
      organisation: exercise.organisation,
      root: exercise.root,
      people: players,
      local: exerciseLocal,
    },
    signInAgain,
    ctx,
  }
}

/** The pages, when nobody has built them yet. */
function buildPages(): void {
  if (existsSync(path.join(root, 'build/handler.js'))) return
  const done = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  )
  if (done.status !== 0) throw new Error('the pages could not be built')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
