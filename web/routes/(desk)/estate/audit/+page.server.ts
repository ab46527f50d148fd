import { orError } from '../../../../refused.server.ts'
import { needPerson } from '../../../../session.server.ts'
import type { PageServerLoad } from './$types'

const PAGE = 50

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  const { estate, listen } = event.locals.app
  const asked = Number(event.url.searchParams.get('before'))
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : undefined
  const rows = orError(
    await estate.listAudit(ctx, { limit: PAGE + 1, ...(before ? { before } : {}) }),
    event.locals,
  )
  const verdict = orError(await estate.checkAudit(ctx), event.locals)
  const people = await estate.listPeople(ctx)
  const names = people.ok ? Object.fromEntries(people.value.map(({ id, name }) => [id, name])) : {}
  const units = await estate.listUnits(ctx)
  const viewings = await listen.listViewings(ctx)
  if (units.ok) for (const { id, name } of units.value) names[id as string as keyof typeof names] = name
  return {
    verdict,
    rows: rows.slice(0, PAGE).map((row) => ({ ...row, detail: sayDetail(row.detail, names) })),
    names: names as Record<string, string>,
    older: rows.length > PAGE ? (rows[PAGE - 1]?.number ?? null) : null,
    first: before === undefined,
    viewings: viewings.ok ? viewings.value.slice(0, PAGE) : [],
  }
}

/** "role officer, unit North": the few facts of a row, with names for ids where they are known. */
function sayDetail(detail: Record<string, unknown>, names: Record<string, string>): string {
  return Object.entries(detail)
    .map(([key, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return `${key} ${Object.hasOwn(names, text) ? names[text] : text}`
    })
    .join(', ')
}
