import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx, Role } from '../../server/platform/context.ts'
import type { PersonId, UnitId } from '../../server/platform/ids.ts'
import { type Someone, value, type World } from './serve.ts'

/** Said in everything that an organisation owns, so that it shows wherever it comes out. */
export const MARKER = 'onlyoursmarker'

/** Things of the live organisation to try commands on, made afresh each time they are asked for. */
export interface Things {
  world: World
  search(): Promise<string>
  source(): Promise<string>
  post(): Promise<string>
  unit(): Promise<UnitId>
  person(): Promise<PersonId>
  disabled(): Promise<PersonId>
  /** A session of somebody in the organisation. */
  sessionOf(who: Someone): Promise<string>
}

let made = 0

export function thingsOf(world: World): Things {
  const { app } = world.serving
  const { administrator } = world.people
  const head = () => world.ctx(administrator)
  const person: Things['person'] = async () => {
    const email = `t${++made}@council.test`
    return value(
      await app.estate.invitePerson(await head(), {
        name: `${MARKER} ${made}`,
        email,
        role: 'viewer',
        unit: world.root,
      }),
    ).person
  }
  return {
    world,
    person,
    search: async () => value(await app.listen.saveSearch(await head(), searchInput(++made, MARKER))).id,
    source: async () => value(await app.listen.addSource(await head(), sourceInput(++made, MARKER))).id,
    async post() {
      const id = randomUUID()
      await sql`
        insert into record_post (organisation_id, id, source_id, channel, uri, uri_key, account_id, handle, text, heard_at, at, words, keep_until)
        values (${world.organisation.id}, ${id}, ${randomUUID()}, 'feed', ${`test:${id}`}, decode(md5(${id}), 'hex'), 'someone', 'someone.test',
          ${`Water over the road. ${MARKER}`}, now(), now(), '''water'':1', now() + interval '1 day')`.execute(
        app.db.read,
      )
      return id
    },
    unit: async () =>
      value(await app.estate.createUnit(await head(), { name: `${MARKER} ${++made}`, parent: world.root }))
        .id,
    async disabled() {
      const id = await person()
      value(await app.estate.disablePerson(await head(), { person: id }))
      return id
    },
    async sessionOf(who) {
      const again = await world.signInAgain(who)
      return (await app.identity.sessionFromCookie(again.token))!.session.id
    },
  }
}

const searchInput = (n: number, name = 'Somebody tried this') => ({
  name: `${name} ${n}`,
  query: `flood${n} water`,
  purpose: 'To hear about flooding in our area.',
  lawfulBasis: 'public-task' as const,
  retentionDays: 28,
})
const sourceInput = (n: number, name = 'Somebody tried this') => ({
  channel: 'feed' as const,
  name: `${name} ${n}`,
  settings: { url: `https://feed${n}.invalid/rss` },
})

type Call = (ctx: Ctx, things: Things) => Promise<unknown>

let turn = 0

/** A file of one row. */
async function* csv(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('text,date\nWater over the road,2026-03-02\n')
}

/** How each command is called: on something of the live organisation's (`exercise.…`: of the exercise's). */
export function callsOf(world: World): Record<string, Call> {
  const { estate, listen, exercise } = world.serving.app
  const root = world.root
  const viewer: Role = 'viewer'
  const rename = () => `Somebody tried this ${++turn}`
  return {
    'estate.createUnit': (ctx) => estate.createUnit(ctx, { name: rename(), parent: root }),
    'estate.renameUnit': async (ctx, t) => estate.renameUnit(ctx, { unit: await t.unit(), name: rename() }),
    'estate.moveUnit': async (ctx, t) =>
      estate.moveUnit(ctx, { unit: await t.unit(), parent: await t.unit() }),
    'estate.listUnits': (ctx) => estate.listUnits(ctx),
    'estate.invitePerson': (ctx) =>
      estate.invitePerson(ctx, {
        name: rename(),
        email: `i${++turn}@council.test`,
        role: viewer,
        unit: root,
      }),
    'estate.resetPerson': async (ctx, t) => estate.resetPerson(ctx, { person: await t.person() }),
    'estate.inviteAgain': async (ctx, t) => estate.inviteAgain(ctx, { person: await t.person() }),
    'estate.disablePerson': async (ctx, t) => estate.disablePerson(ctx, { person: await t.person() }),
    'estate.enablePerson': async (ctx, t) => estate.enablePerson(ctx, { person: await t.disabled() }),
    'estate.renamePerson': async (ctx, t) =>
      estate.renamePerson(ctx, { person: await t.person(), name: rename() }),
    'estate.endSessionOf': async (ctx, t) =>
      estate.endSessionOf(ctx, {
        person: world.people.viewer.id === ctx.person.id ? world.people.officer.id : world.people.viewer.id,
        session: await t.sessionOf(
          world.people.viewer.id === ctx.person.id ? world.people.officer : world.people.viewer,
        ),
      }),
    'estate.listPeople': (ctx) => estate.listPeople(ctx),
    'estate.readPerson': async (ctx, t) => estate.readPerson(ctx, { person: await t.person() }),
    'estate.confirmRight': async (ctx, t) =>
      estate.confirmRight(ctx, { person: await t.person(), role: 'officer', unit: root }),
    'estate.grantRight': async (ctx, t) =>
      estate.grantRight(ctx, { person: await t.person(), role: 'officer', unit: root }),
    'estate.revokeRight': async (ctx, t) =>
      estate.revokeRight(ctx, { person: await t.person(), role: viewer, unit: root }),
    'estate.changeOrganisation': (ctx) => estate.changeOrganisation(ctx, { timeZone: 'Europe/London' }),
    'estate.listAudit': (ctx) => estate.listAudit(ctx),
    'estate.checkAudit': (ctx) => estate.checkAudit(ctx),

    'listen.saveSearch': (ctx) => listen.saveSearch(ctx, searchInput(1_000 + ++turn)),
    'listen.editSearch': async (ctx, t) =>
      listen.editSearch(ctx, { ...searchInput(2_000 + ++turn), id: await t.search() }),
    'listen.pauseSearch': async (ctx, t) => listen.pauseSearch(ctx, { id: await t.search() }),
    'listen.resumeSearch': async (ctx, t) => listen.resumeSearch(ctx, { id: await t.search() }),
    'listen.deleteSearch': async (ctx, t) => listen.deleteSearch(ctx, { id: await t.search() }),
    'listen.listSearches': (ctx) => listen.listSearches(ctx),
    'listen.getSearch': async (ctx, t) => listen.getSearch(ctx, { id: await t.search() }),
    'listen.checkQuery': (ctx) => listen.checkQuery(ctx, { query: 'flood' }),
    'listen.startPreview': (ctx) =>
      listen.startPreview(ctx, { query: `flood${++turn}`, lawfulBasis: 'public-task' }),
    'listen.getPreview': async (ctx, t) => {
      const own = value(
        await listen.startPreview(await world.ctx(world.people.administrator), {
          query: `${MARKER}${++turn}`,
          lawfulBasis: 'public-task',
        }),
      )
      // Previews are one person's own; whoever may make one reads theirs.
      const mine =
        ctx.organisation.id === world.organisation.id
          ? await listen.startPreview(ctx, { query: `flood${++turn}`, lawfulBasis: 'public-task' })
          : null
      void t
      return mine && !mine.ok ? mine : listen.getPreview(ctx, { id: mine?.ok ? mine.value.id : own.id })
    },
    'listen.addSource': (ctx) => listen.addSource(ctx, sourceInput(3_000 + ++turn)),
    'listen.editSource': async (ctx, t) =>
      listen.editSource(ctx, { id: await t.source(), settings: sourceInput(4_000 + ++turn).settings }),
    'listen.pauseSource': async (ctx, t) => listen.pauseSource(ctx, { id: await t.source() }),
    'listen.resumeSource': async (ctx, t) => listen.resumeSource(ctx, { id: await t.source() }),
    'listen.removeSource': async (ctx, t) => listen.removeSource(ctx, { id: await t.source() }),
    'listen.inspectImport': (ctx) => listen.inspectImport(ctx, { stream: csv() }),
    'listen.importStream': (ctx) =>
      listen.importStream(ctx, { stream: csv(), map: {}, name: `Stream ${++turn}` } as never),
    'listen.importFile': (ctx) =>
      listen.importFile(ctx, { open: csv, map: {}, name: `File ${++turn}` } as never),
    'listen.replayFile': (ctx) =>
      listen.replayFile(ctx, { stream: csv(), map: {}, name: `Replay ${++turn}`, speed: 600 } as never),
    'listen.listSources': (ctx) => listen.listSources(ctx),
    'listen.getSource': async (ctx, t) => listen.getSource(ctx, { id: await t.source() }),
    'listen.suggestSources': (ctx) => listen.suggestSources(ctx, { area: 'E07000121' }),
    'listen.correctLabel': async (ctx, t) =>
      listen.correctLabel(ctx, { id: await t.post(), label: 'tone', value: 'negative' } as never),
    'listen.exportArchive': (ctx) => listen.exportArchive(ctx, { query: MARKER, format: 'csv' } as never),
    'listen.searchArchive': (ctx) => listen.searchArchive(ctx, { query: 'water' }),
    'listen.openPost': async (ctx, t) => listen.openPost(ctx, { id: await t.post() }),
    'listen.authoriseViewing': (ctx) =>
      listen.authoriseViewing(ctx, {
        handle: `someone${++turn}.test`,
        authorisation: { kind: 'immediate', reason: 'A threat to life was reported to us.' },
      }),
    'listen.getViewingStop': (ctx) => listen.getViewingStop(ctx),
    'listen.setViewingStop': (ctx) => listen.setViewingStop(ctx, { stopAt: 3 + (++turn % 2) }),
    'listen.listViewings': (ctx) => listen.listViewings(ctx),
    'listen.listPosts': async (ctx, t) =>
      listen.listPosts(ctx, { filter: { search: await t.search() } as never }),
    'listen.listCopies': async (ctx, t) => listen.listCopies(ctx, { id: await t.post() }),
    'listen.getCards': async (ctx, t) => listen.getCards(ctx, { ids: [await t.post()] }),
    'listen.getDeck': (ctx) => listen.getDeck(ctx),
    'listen.getColumn': async (ctx, t) => listen.getColumn(ctx, { search: await t.search() }),
    'listen.saveLayout': (ctx) => listen.saveLayout(ctx, { columns: [] }),
    'listen.getChanges': (ctx) => listen.getChanges(ctx),
    'listen.getCorrections': (ctx) => listen.getCorrections(ctx),
    'listen.getCoverage': (ctx) => listen.getCoverage(ctx),
    'listen.getOutlets': async (ctx, t) => listen.getOutlets(ctx, { search: await t.search() }),
    'listen.getSourceKinds': async (ctx, t) => listen.getSourceKinds(ctx, { search: await t.search() }),
    'listen.getLanguages': async (ctx, t) => listen.getLanguages(ctx, { search: await t.search() }),
    'listen.getPlaces': async (ctx, t) => listen.getPlaces(ctx, { search: await t.search() }),
    'listen.getSides': async (ctx, t) => listen.getSides(ctx, { search: await t.search() }),
    'listen.getTemperature': async (ctx, t) => listen.getTemperature(ctx, { search: await t.search() }),
    'listen.listSpikes': async (ctx, t) => listen.listSpikes(ctx, { search: await t.search() }),
    'listen.previewRetention': (ctx) => listen.previewRetention(ctx),
    'listen.listCertificates': (ctx) => listen.listCertificates(ctx),

    'exercise.getExercise': (ctx) => exercise.getExercise(ctx),
    'exercise.pauseExercise': (ctx) => exercise.pauseExercise(ctx),
    'exercise.resumeExercise': (ctx) => exercise.resumeExercise(ctx),
    'exercise.setExerciseSpeed': (ctx) => exercise.setExerciseSpeed(ctx, { speed: 10 }),
    'exercise.seekExercise': (ctx) => exercise.seekExercise(ctx, { seconds: 60 }),
    'exercise.fireTrigger': (ctx) => exercise.fireTrigger(ctx, { trigger: 'none of this name' }),
    'exercise.attendExercise': (ctx) => exercise.attendExercise(ctx),
    'exercise.beginExercise': (ctx) => listen.beginExercise(ctx, {}),
  }
}
