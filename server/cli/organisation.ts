import { type App, createApp } from '../app.ts'
import { everyOrganisation, rootAdministrators } from '../estate/store.ts'
import { systemClock } from '../platform/clock.ts'
import type { Ctx, Organisation } from '../platform/context.ts'
import { atGround, type Workplace } from './command.ts'
import { Trouble } from './trouble.ts'

/** The organisation that is meant: by name or id, or the only live one. */
export async function findOrganisation(at: Workplace, named: string | undefined): Promise<Organisation> {
  const all = await everyOrganisation(at.db.read)
  if (named) {
    const found = all.filter((one) => one.id === named || one.name.toLowerCase() === named.toLowerCase())
    if (found.length === 1) return found[0]!
    throw new Trouble(
      `There is no organisation "${named}". There are: ${all.map((one) => one.name).join(', ') || 'none'}.`,
    )
  }
  const live = all.filter((one) => one.kind === 'live')
  if (live.length === 1) return live[0]!
  if (all.length === 0)
    throw new Trouble(
      'There is no organisation yet. Start Folkmoot (npm start) and open the set-up link that it prints.',
    )
  throw new Trouble(`Say which with --organisation: ${all.map((one) => `"${one.name}"`).join(', ')}.`)
}

/**
 * Runs `work` as somebody who sits at the machine: with the rights of the organisation's first administrator, whose
 * name the audit trail then shows.
 */
export function asAdministrator<T>(
  named: string | undefined,
  work: (ctx: Ctx, app: App) => Promise<T>,
): Promise<T> {
  return atGround(async (at) => {
    const organisation = await findOrganisation(at, named)
    const app = await createApp({ config: at.config, db: at.db, clock: systemClock, log: at.log })
    try {
      return await work(await administrator(app, organisation), app)
    } finally {
      await app.close()
    }
  })
}

async function administrator(app: App, organisation: Organisation): Promise<Ctx> {
  const [first] = await rootAdministrators(app.db.read, organisation.id)
  const found = first && (await app.estate.createDirectory(app.db).load(organisation.id, first))
  if (!found) throw new Trouble(`${organisation.name} has no administrator who could sign in.`)
  return app.ctxFor(found.person, found.organisation)
}
