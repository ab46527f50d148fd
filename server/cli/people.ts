import { giveFromMachine } from '../estate/from-machine.ts'
import { findByEmail } from '../estate/store-person.ts'
import { need } from './command.ts'
import { asAdministrator } from './organisation.ts'

/** `add-admin`: an administrator of the whole organisation, or a new link for one who is locked out. */
export async function addAdmin(options: {
  email: string
  name?: string
  organisation?: string
}): Promise<void> {
  await asAdministrator(options.organisation, async (ctx, app) => {
    const [root] = need(await app.estate.listUnits(ctx))
    const known = await findByEmail(ctx.db.read, ctx.organisation.id, options.email.trim().toLowerCase())
    let link: string
    if (known) {
      const person = known.id
      if (known.state === 'disabled') need(await app.estate.enablePerson(ctx, { person }))
      const made = known.joined
        ? await app.estate.resetPerson(ctx, { person })
        : await app.estate.inviteAgain(ctx, { person })
      link = need(made).link
      await giveFromMachine(ctx, { person, role: 'administrator', unit: root!.id, account: null })
    } else {
      const name = options.name ?? options.email.split('@')[0]!
      const invited = await app.estate.invitePerson(ctx, {
        name,
        email: options.email,
        role: 'administrator',
        unit: root!.id,
      })
      const { person } = need(invited)
      link = need(invited).link
      await giveFromMachine(ctx, { person, role: 'administrator', unit: root!.id, account: null })
    }
    console.log(`Give this to ${options.email}; it works once, for seven days:\n${app.config.origin}${link}`)
  })
}
