import { randomBytes } from 'node:crypto'
import type { SetUp } from './estate.ts'
import { hasLiveOrganisation, isSetup, lockSetup, replaceSetup } from './store-person.ts'

/** At start: the token of the one-time set-up link, made anew at each start; null once a live organisation exists. */
export async function openSetup(deps: Pick<SetUp, 'db' | 'clock'>): Promise<string | null> {
  return deps.db.transaction(async (tx) => {
    await lockSetup(tx)
    if (await hasLiveOrganisation(tx)) return null
    const link = randomBytes(24).toString('base64url')
    await replaceSetup(tx, link, deps.clock.now())
    return link
  })
}

/** Has an organisation of real people been set up here? */
export const isSetUp = (deps: Pick<SetUp, 'db'>): Promise<boolean> => hasLiveOrganisation(deps.db.read)

/** Does this token open the set-up page? */
export const checkSetup = (deps: Pick<SetUp, 'db'>, link: string): Promise<boolean> =>
  isSetup(deps.db.read, link)
