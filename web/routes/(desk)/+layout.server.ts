import { redirect } from '@sveltejs/kit'
import { signInFirst } from '../../session.server.ts'
import type { LayoutServerLoad } from './$types'

/** What the frame of the desk shows. Runs once a visit: nothing here depends on which page is open. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
  const { app, person, organisation, ctx } = locals
  if (!person || !organisation || !ctx) redirect(303, signInFirst(url))
  const units = await app.estate.listUnits(ctx)
  const held = new Set(person.rights.filter((right) => right.account === null).map((right) => right.unit))
  // The topmost unit of the person's own; the root bears the organisation's name and need not be said twice.
  const home = units.ok ? units.value.find((unit) => held.has(unit.id)) : undefined
  return {
    person: { id: person.id, name: person.name },
    organisation: { name: organisation.name, kind: organisation.kind },
    unit: home && home.depth > 0 ? home.name : null,
    hold: false,
  }
}
