import { door } from '../door.ts'

/** Who can answer for a search: the people of the organisation, when this person may see them; else only themselves. */
export async function owners(locals: App.Locals): Promise<{ id: string; name: string }[]> {
  const { ctx } = door(locals)
  const people = await locals.app.estate.listPeople(ctx)
  const me = { id: ctx.person.id as string, name: ctx.person.name }
  if (!people.ok) return [me]
  const others = people.value.filter((one) => one.id !== me.id && !('disabledAt' in one && one.disabledAt))
  return [me, ...others.map((one) => ({ id: one.id as string, name: one.name }))]
}
