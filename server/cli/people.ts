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
      const granted = await app.estate.grantRight(ctx, { person, role: 'administrator', unit: root!.id })
      // Somebody who has it already only wants the link.
      if (!granted.ok && granted.refusal.kind !== 'conflict') need(granted)
      const made = known.joined
        ? await app.estate.resetPerson(ctx, { person })
        : await app.estate.inviteAgain(ctx, { person })
      link = need(made).link
    } else {
      const name = options.name ?? options.email.split('@')[0]!
      const invited = await app.estate.invitePerson(ctx, {
        name,
        email: options.email,
        role: 'administrator',
        unit: root!.id,
      })
      link = need(invited).link
    }
    console.log(`Give this to ${options.email}; it works once, for seven days:\n${app.config.origin}${link}`)
  })
}
