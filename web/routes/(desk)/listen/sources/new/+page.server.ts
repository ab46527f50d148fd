import { redirect } from '@sveltejs/kit'
import type { Channels } from '../../../../../../server/channels/channel.ts'
import type { ChannelKind } from '../../../../../../server/record/post.ts'
import { refused, text } from '../../../../../refused.server.ts'
import { door, may } from '../../door.ts'
import { CHANNELS, readChannel, readSettings } from '../settings.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { listen, ctx } = door(locals)
  const exercise = ctx.organisation.kind === 'exercise'
  const [suggested, known] = await Promise.all([
    ctx.organisation.area && !exercise ? listen.suggestSources(ctx, { area: ctx.organisation.area }) : null,
    listen.listSources(ctx),
  ])
  const names = new Set((may(known) ?? []).map((one) => one.name))
  return {
    channel: readChannel(url.searchParams.get('channel')) ?? (exercise ? ('exercise' as const) : null),
    channels: CHANNELS.filter((one) => (one === 'exercise') === exercise),
    scenarios: exercise
      ? (ctx.channels as Channels)
          .scenarios()
          .map(({ id, title, description }) => ({ id, title, description }))
      : [],
    suggested: (suggested ? (may(suggested) ?? []) : []).filter((one) => !names.has(one.name)),
  }
}

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const channel = readChannel(text(data, 'channel')) ?? ('feed' as ChannelKind)
    const done = await listen.addSource(ctx, {
      channel,
      settings: readSettings(channel, data),
      name: text(data, 'name') || undefined,
      token: text(data, 'token'),
    })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, `/listen/sources/${done.value.id}`)
  },
  /** One of the suggestions, by its place in the list, so that its settings never travel. */
  suggested: async ({ locals, request }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const all = ctx.organisation.area
      ? may(await listen.suggestSources(ctx, { area: ctx.organisation.area }))
      : []
    const one = (all ?? []).find((suggestion) => suggestion.name === text(data, 'which'))
    if (!one) redirect(303, '/listen/sources/new')
    const done = await listen.addSource(ctx, { channel: one.channel, settings: one.settings, name: one.name })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, '/listen/sources/new')
  },
}
