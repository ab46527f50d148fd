/** Builds the whole thing once: config → database → channels → slices. The two doors (pages and time) share it. */
import path from 'node:path'
import type { Channels } from './channels/channel.ts'
import { loadScenarios } from './channels/exercise/index.ts'
import type { Scenario } from './channels/exercise/scenario.ts'
import { type ChannelOptions, createChannels } from './channels/registry.ts'
import * as estate from './estate/index.ts'
import * as exercise from './exercise/index.ts'
import * as listen from './listen/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import type { Ctx, Organisation, Person } from './platform/context.ts'
import type { Database } from './platform/db/database.ts'
import { createLive, type Live } from './platform/events/index.ts'
import { createIdentity, type Identity } from './platform/identity/index.ts'
import type { OrganisationId } from './platform/ids.ts'
import { createJobs, type Jobs } from './platform/jobs/index.ts'
import type { Log } from './platform/log.ts'
import { createEncoder, createMedia, type Media } from './platform/media/index.ts'
import type { Result } from './platform/result.ts'
import { createSafeFetch, type SafeOutside } from './platform/safe-fetch.ts'
import { createSecrets, type Secrets } from './platform/secrets.ts'
import * as record from './record/index.ts'

/** The slice, with its spool and its listener already given. */
type Listen = Omit<typeof listen, 'importStream'> & {
  importStream(ctx: Ctx, input: listen.ImportStreamInput): Promise<Result<listen.ImportDone>>
}

export interface App {
  config: Config
  db: Database
  clock: Clock
  log: Log
  channels: Channels
  outside: SafeOutside
  secrets: Secrets
  live: Live
  jobs: Jobs
  identity: Identity
  media: Media
  estate: typeof estate
  record: typeof record
  listen: Listen
  exercise: typeof exercise
  /** Made here, started by the worker. */
  hearing: listen.Hearing
  /** Made here, swept by the worker. */
  spool: listen.Spool
  /** What a command is given: who asks, from the session, and for which organisation. */
  ctxFor(person: Person, organisation: Organisation): Ctx<Channels>
  close(): Promise<void>
}

export interface AppOptions {
  config: Config
  db: Database
  clock: Clock
  log: Log
  channels?: ChannelOptions
  /** For tests: what reaches the outside. Default: safe-fetch as the config says. */
  outside?: SafeOutside
}

export async function createApp(options: AppOptions): Promise<App> {
  const { config, db, clock, log } = options
  const secrets = createSecrets(config.keyFile)
  const channels = createChannels({ secrets, ...options.channels })
  for (const scenario of loadScenarios().values()) listen.registerTown(townOf(scenario))
  estate.registerOwnedWork('search', listen.searchesOwnedBy)
  exercise.registerExerciseSources(listen.exerciseSources)
  const outside =
    options.outside ?? createSafeFetch({ ports: config.allowPorts, allowPrivate: config.allowPrivate })
  const identity = createIdentity({
    db,
    clock,
    log,
    secrets,
    directory: estate.createDirectory(db),
    origin: config.origin,
  })
  const encoder = createEncoder()
  const live = createLive({
    db,
    log,
    sieve: listen.createEventSieve({
      db,
      clock,
      areaOf: async (id) => (await estate.readOrganisation(db.read, id as OrganisationId))?.area ?? null,
    }),
    onSessionEnded: (viewer, then) =>
      viewer.signedIn ? identity.onSessionEnded(viewer.signedIn.session, then) : () => {},
    onBeat: (viewer) => {
      if (viewer.signedIn) void identity.beat(viewer.signedIn.session).catch(() => {})
    },
  })
  const hearing = listen.createHearing({
    db,
    channels,
    clock,
    log,
    outside: (organisation) => outside.for(organisation),
    organisation: (id) => estate.readOrganisation(db.read, id as OrganisationId),
  })
  const spool = listen.createSpool(path.join(config.dataFolder, 'spool'))
  const ctxFor: App['ctxFor'] = (person, organisation) => ({ db, person, organisation, clock, channels, log })
  return {
    config,
    db,
    clock,
    log,
    channels,
    outside,
    secrets,
    live,
    jobs: createJobs(db, log),
    identity,
    media: createMedia({ db, clock, log, folder: path.join(config.dataFolder, 'media'), encoder }),
    estate: { ...estate, createExerciseOrganisation: exerciseThatPlays(channels, ctxFor) },
    record,
    // Files are heard with the searches and copies of the listener, so that a copy of either is found by both.
    listen: {
      ...listen,
      importFile: (ctx, input) => listen.importFile(ctx, input, hearing.standing),
      importStream: (ctx, input) => listen.importStream(ctx, input, spool, hearing.standing),
      replayFile: (ctx, input) => listen.replayFile(ctx, input, hearing.standing),
    },
    exercise,
    hearing,
    spool,
    ctxFor,
    async close() {
      await live.close()
      identity.close()
      encoder.close()
      if (!options.outside) await outside.close()
    },
  }
}

/** "Look around with an exercise": the organisation, its people, and its scenario already playing on a deck full of searches. */
function exerciseThatPlays(
  channels: Channels,
  ctxFor: App['ctxFor'],
): typeof estate.createExerciseOrganisation {
  return async (deps, input) => {
    const area = input.area ?? channels.scenarios().find((s) => s.posts > 100)?.area ?? null
    const made = await estate.createExerciseOrganisation(deps, { ...input, area })
    if (!made.ok) return made
    const { organisation, root, people } = made.value
    const runs = people.find((p) => p.role === 'administrator')
    if (!runs) return made
    const right = { role: runs.role, unit: root, account: null, path: [root] }
    const ctx = ctxFor({ id: runs.id, name: runs.name, rights: [right], session: null }, organisation)
    const begun = await listen.beginExercise(ctx, {})
    if (!begun.ok) return begun
    return made
  }
}

/** An invented town as listening reads it: its places, and who publishes there. */
function townOf(scenario: Scenario): listen.InventedTown {
  const { town, people } = scenario
  const having = (kinds: string[]) => people.filter((p) => kinds.includes(p.kind))
  return {
    area: town.area,
    name: town.name,
    lat: town.lat,
    lon: town.lon,
    places: town.places.map((p) => ({
      id: p.id,
      name: p.name,
      otherNames: p.also,
      lat: p.lat,
      lon: p.lon,
      population: 0,
      kind: 'village' as const,
      district: '',
      nation: '' as const,
    })),
    outlets: having(['media']).map((p) => ({
      title: p.name,
      domain: p.domain ?? `${p.handle}.example`,
      handles: [p.handle.toLowerCase()],
      owner: '',
      districts: [],
      nation: '',
      site: p.domain ?? `${p.handle}.example`,
    })),
    bodies: having(['official', 'charity', 'business']).map((p) => ({
      name: p.name,
      domain: p.domain ?? `${p.handle}.example`,
      kind: p.kind === 'official' ? ('government' as const) : (p.kind as 'charity' | 'business'),
      handles: [p.handle.toLowerCase()],
    })),
  }
}
