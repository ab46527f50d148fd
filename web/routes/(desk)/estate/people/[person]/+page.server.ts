import type { Actions } from '@sveltejs/kit'
import type { Role } from '../../../../../../server/platform/context.ts'
import type { AccountId, PersonId, UnitId } from '../../../../../../server/platform/ids.ts'
import { can, mayGrant, ROLES } from '../../../../../edge.server.ts'
import { orError, refused, text } from '../../../../../refused.server.ts'
import { needPerson } from '../../../../../session.server.ts'
import { mayConfirm } from '../../may-confirm.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { ctx } = needPerson(event)
  const { estate } = event.locals.app
  const person = event.params.person as PersonId
  const found = orError(await estate.readPerson(ctx, { person }), event.locals)
  const units = orError(await estate.listUnits(ctx), event.locals)
    .filter((unit) => mayGrant(ctx.person, 'viewer', { unit: unit.id }))
    .map(({ id, name, depth }) => ({ id, name, depth }))
  return {
    found: {
      ...found.person,
      roles: found.person.roles.map((held) => ({
        ...held,
        mayRevoke: can(ctx.person, 'estate.rights', { unit: held.unit }),
        mayConfirm: mayConfirm(ctx.person, found.person, held),
      })),
    },
    work: found.work,
    signedInAt: found.sessions.map(({ id, description, address, lastSeenAt }) => ({
      id,
      description,
      address,
      lastSeenAt,
    })),
    units,
    roles: ROLES.filter((role) => units.some((unit) => mayGrant(ctx.person, role, { unit: unit.id }))),
    mayChange: units.length > 0,
    oneself: person === ctx.person.id,
  }
}

const personOf = (params: { person?: string }) => params.person as PersonId

export const actions: Actions = {
  grant: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const granted = await event.locals.app.estate.grantRight(ctx, {
      person: personOf(event.params),
      role: text(data, 'role') as Role,
      unit: text(data, 'unit') as UnitId,
    })
    return granted.ok ? { done: 'saved' } : refused(granted.refusal, event.locals, data, 'grant')
  },

  confirm: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const confirmed = await event.locals.app.estate.confirmRight(ctx, {
      person: personOf(event.params),
      role: text(data, 'role') as Role,
      unit: text(data, 'unit') as UnitId,
      account: (text(data, 'account') || null) as AccountId | null,
    })
    return confirmed.ok ? { done: 'saved' } : refused(confirmed.refusal, event.locals, data, 'confirm')
  },

  revoke: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const revoked = await event.locals.app.estate.revokeRight(ctx, {
      person: personOf(event.params),
      role: text(data, 'role') as Role,
      unit: text(data, 'unit') as UnitId,
    })
    return revoked.ok ? { done: 'saved' } : refused(revoked.refusal, event.locals, data, 'revoke')
  },

  rename: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const renamed = await event.locals.app.estate.renamePerson(ctx, {
      person: personOf(event.params),
      name: text(data, 'name'),
    })
    return renamed.ok ? { done: 'saved' } : refused(renamed.refusal, event.locals, data, 'rename')
  },

  again: async (event) => {
    const { ctx } = needPerson(event)
    const { app } = event.locals
    const invited = await app.estate.inviteAgain(ctx, { person: personOf(event.params) })
    if (!invited.ok) return refused(invited.refusal, event.locals, new FormData(), 'again')
    return { done: 'again', link: new URL(invited.value.link, app.config.origin).href }
  },

  reset: async (event) => {
    const { ctx } = needPerson(event)
    const { app } = event.locals
    const reset = await app.estate.resetPerson(ctx, { person: personOf(event.params) })
    if (!reset.ok) return refused(reset.refusal, event.locals, new FormData(), 'reset')
    const link = new URL(reset.value.link, app.config.origin).href
    return { done: 'reset', link, lifted: reset.value.lifted.length }
  },

  end: async (event) => {
    const { ctx } = needPerson(event)
    const data = await event.request.formData()
    const ended = await event.locals.app.estate.endSessionOf(ctx, {
      person: personOf(event.params),
      session: text(data, 'session'),
    })
    return ended.ok ? { done: 'saved' } : refused(ended.refusal, event.locals, data, 'end')
  },

  disable: async (event) => {
    const { ctx } = needPerson(event)
    const disabled = await event.locals.app.estate.disablePerson(ctx, { person: personOf(event.params) })
    if (!disabled.ok) return refused(disabled.refusal, event.locals, new FormData(), 'disable')
    return { done: 'disabled', orphaned: disabled.value.orphaned }
  },

  enable: async (event) => {
    const { ctx } = needPerson(event)
    const enabled = await event.locals.app.estate.enablePerson(ctx, { person: personOf(event.params) })
    return enabled.ok ? { done: 'enabled' } : refused(enabled.refusal, event.locals, new FormData(), 'enable')
  },
}
