import { redirect } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals, url, depends }) => {
  depends('desk')
  const { person, organisation, ctx } = locals
  if (!person || !organisation || !ctx)
    redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`)
  const home = person.rights.find((right) => right.account === null)
  return {
    person: { id: person.id, name: person.name },
    organisation: { name: organisation.name, kind: organisation.kind },
    unit: home ? home.unit : null,
    hold: false,
  }
}
