import { redirect } from '@sveltejs/kit'
import type { Channels, Rehearsal } from '../../../../../../server/channels/channel.ts'
import { refused, text } from '../../../../../refused.server.ts'
import { door, must } from '../../door.ts'
import { readSettings } from '../settings.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { listen, ctx } = door(locals)
  const source = must(await listen.getSource(ctx, { id: params.id }))
  const play = source.channel === 'exercise' ? (ctx.channels as Channels).rehearsal(source.id).state() : null
  const scenario =
    source.channel === 'exercise'
      ? (ctx.channels as Channels).scenarios().find((one) => one.id === source.settings['scenario'])
      : undefined
  return {
    at: ctx.clock.now(),
    source,
    play:
      play && scenario
        ? { ...play, length: scenario.lengthSeconds, triggers: scenario.triggers, title: scenario.title }
        : null,
  }
}

/** Runs one control of an exercise; the source must be one of this organisation's, and the person must be able to change it. */
async function rehearse(
  locals: App.Locals,
  request: Request,
  id: string,
  what: (play: Rehearsal, data: FormData) => void,
) {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  const source = must(await listen.getSource(ctx, { id }))
  // Saving the settings as they are asks the slice whether this person may change the source at all.
  const allowed = await listen.editSource(ctx, { id, settings: source.settings, name: source.name })
  if (!allowed.ok) return refused(allowed.refusal, locals, data)
  if (source.channel === 'exercise') what((ctx.channels as Channels).rehearsal(id), data)
  redirect(303, `/listen/sources/${id}`)
}

export const actions: Actions = {
  settings: async ({ locals, request, params }) => {
    const { listen, ctx } = door(locals)
    const data = await request.formData()
    const source = must(await listen.getSource(ctx, { id: params.id }))
    const settings = { ...source.settings, ...readSettings(source.channel, data) }
    const done = await listen.editSource(ctx, {
      id: params.id,
      settings,
      name: text(data, 'name') || undefined,
      token: text(data, 'token'),
    })
    if (!done.ok) return refused(done.refusal, locals, data)
    redirect(303, `/listen/sources/${params.id}`)
  },
  clockPause: ({ locals, request, params }) => rehearse(locals, request, params.id, (play) => play.pause()),
  clockResume: ({ locals, request, params }) => rehearse(locals, request, params.id, (play) => play.resume()),
  speed: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (play, data) =>
      play.speed(Math.min(600, Math.max(1, Number(text(data, 'speed')) || 1))),
    ),
  seek: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (play, data) =>
      play.seek(Math.max(0, Number(text(data, 'minute')) || 0) * 60),
    ),
  fire: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (play, data) => play.fire(text(data, 'trigger'))),
}
