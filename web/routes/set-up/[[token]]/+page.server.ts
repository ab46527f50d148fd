import { type Actions, error, fail, redirect } from '@sveltejs/kit'
import { areaByCode } from '../../../../engines/place/index.ts'
import type { Organisation } from '../../../../server/platform/context.ts'
import type { OrganisationId, PersonId } from '../../../../server/platform/ids.ts'
import { areaNames, findAreas, type Suggestion, suggestionsFor } from '../../../areas.ts'
import { isId, readEmail } from '../../../edge.server.ts'
import { readFactor } from '../../../factor.server.ts'
import { refused, sayRefusal, secret, text, valuesOf, wordsOf } from '../../../refused.server.ts'
import { originOf, writeToken } from '../../../session.server.ts'
import { offerTotp } from '../../../totp.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const inQuery = url.searchParams.get('link') ?? url.searchParams.get('token')
  if (inQuery && !params.token) redirect(303, `/set-up/${encodeURIComponent(inQuery)}`)
  setHeaders({ 'x-robots-tag': 'noindex' })
  const open = params.token ? await locals.app.estate.checkSetup(locals.app, params.token) : false
  return { open, areas: open ? areaNames() : [] }
}

/** Where the public itself speaks; open to all, and only what matches a search is kept. */
const BLUESKY: Suggestion = { name: 'Bluesky', website: 'bluesky', own: false }

/** The first half, checked; the second half of the page is made from it. */
async function readFirstHalf(data: FormData, locals: App.Locals) {
  const words = wordsOf(locals.look.language)
  const problems: { field: string; message: string }[] = []
  const name = text(data, 'name')
  const email = text(data, 'email')
  const person = text(data, 'personName')
  const w = words.setUp
  if (!name) problems.push({ field: 'name', message: w.nameNeeded })
  const typed = text(data, 'areaCode') || text(data, 'area')
  const found = findAreas(typed)
  if (typed && found.length !== 1)
    problems.push({ field: 'area', message: found.length > 1 ? w.areaSeveral : w.areaUnknown })
  if (!person) problems.push({ field: 'personName', message: w.personNeeded })
  if (!readEmail(email)) problems.push({ field: 'email', message: w.emailNeeded })
  const area = found.length === 1 ? (found[0] ?? null) : null
  return {
    name,
    email,
    person,
    area,
    problems,
    candidates: found.length > 1 ? found.map((one) => one.name) : [],
  }
}

async function secondHalf(data: FormData, locals: App.Locals) {
  const { name, email, person, area } = await readFirstHalf(data, locals)
  return {
    step: 2 as const,
    name,
    email,
    person,
    areaCode: area?.code ?? '',
    areaName: area?.name ?? '',
    suggestions: [BLUESKY, ...(area ? suggestionsFor(area) : [])],
    ticked: data.has('secret') ? data.getAll('source').map(String) : null,
    factor: text(data, 'factor') || 'totp',
    totp: await offerTotp(locals.app.identity, email, text(data, 'secret')),
  }
}

/** A beginning that any area can make: whatever names a place round its middle. */
const FIRST_QUERY = 'within:15km'

export const actions: Actions = {
  next: async ({ request, locals, params }) => {
    if (!(await locals.app.estate.checkSetup(locals.app, params.token ?? ''))) error(404)
    const data = await request.formData()
    const { problems, candidates } = await readFirstHalf(data, locals)
    if (problems.length > 0) return fail(422, { form: 'next', problems, values: valuesOf(data), candidates })
    return await secondHalf(data, locals)
  },

  finish: async (event) => {
    const { request, locals, params } = event
    const data = await request.formData()
    const first = await readFirstHalf(data, locals)
    if (first.problems.length > 0)
      return fail(422, {
        form: 'next',
        problems: first.problems,
        values: valuesOf(data),
        candidates: first.candidates,
      })
    const password = secret(data, 'password')
    const [organisation, person] = [text(data, 'organisation'), text(data, 'person')]
    const forPasskey = isId(organisation) && isId(person)
    const made = await locals.app.estate.createOrganisation(locals.app, {
      link: params.token ?? '',
      name: first.name,
      area: first.area?.code ?? null,
      ...(forPasskey ? { organisation: organisation as OrganisationId } : {}),
      person: {
        ...(forPasskey ? { id: person as PersonId } : {}),
        name: first.person,
        email: first.email,
        password: password || null,
        factor: readFactor(data),
      },
      from: originOf(event),
    })
    if (!made.ok) {
      const { status, data: back } = refused(made.refusal, locals, data, 'finish')
      // What is wrong with the first half is put right there.
      const early = back.problems.some(({ field }) => ['name', 'area', 'personName', 'email'].includes(field))
      return fail(status, early ? back : { ...back, ...(await secondHalf(data, locals)) })
    }
    writeToken(event, made.value.token)
    const failed = await connect(locals, made.value.token, made.value.organisation, data)
    return {
      step: 3 as const,
      name: made.value.organisation.name,
      recoveryCodes: made.value.recoveryCodes,
      firstQuery: first.area ? FIRST_QUERY : '',
      added: data.getAll('source').length - failed.length,
      failed,
    }
  },

  exercise: async (event) => {
    const { locals, params } = event
    const made = await locals.app.estate.createExerciseOrganisation(locals.app, {
      link: params.token ?? null,
      from: originOf(event),
    })
    if (!made.ok) return refused(made.refusal, locals, new FormData(), 'exercise')
    writeToken(event, made.value.token)
    return { step: 4 as const, people: made.value.people }
  },
}

/** Connects what was ticked, as the new administrator. Gives back what could not be added; set-up goes on. */
async function connect(
  locals: App.Locals,
  token: string,
  organisation: Organisation,
  data: FormData,
): Promise<string[]> {
  const { app } = locals
  const signedIn = await app.identity.sessionFromCookie(token)
  if (!signedIn) return data.getAll('source').map(String)
  const ctx = app.ctxFor(signedIn.person, organisation)
  const area = areaByCode(text(data, 'areaCode'))
  const offered = [BLUESKY, ...(area ? suggestionsFor(area) : [])]
  const failed: string[] = []
  for (const website of data.getAll('source').map(String)) {
    const suggestion = offered.find((one) => one.website === website)
    if (!suggestion) continue // only what the page offered
    const added = await app.listen.addSource(
      ctx,
      suggestion === BLUESKY
        ? { channel: 'bluesky', settings: {} }
        : { channel: 'feed', settings: { url: website }, name: suggestion.name },
    )
    if (!added.ok)
      failed.push(
        `${suggestion.name}: ${sayRefusal(added.refusal, wordsOf(locals.look.language))[0]?.message ?? ''}`,
      )
  }
  return failed
}
