import { redirect } from '@sveltejs/kit'
import type { Channels } from '../../../../../../server/channels/channel.ts'
import type { Ctx } from '../../../../../../server/platform/context.ts'
import type { Result } from '../../../../../../server/platform/result.ts'
import { can } from '../../../../../edge.server.ts'
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
    mayChange: can(ctx.person, 'listen.sources'),
    mayPlay: can(ctx.person, 'exercise.play'),
    play:
      play && scenario
        ? { ...play, length: scenario.lengthSeconds, triggers: scenario.triggers, title: scenario.title }
        : null,
  }
}

type Exercise = App.Locals['app']['exercise']

/** One control of the exercise; its slice says who may, writes it down and tells open screens. */
async function rehearse(
  locals: App.Locals,
  request: Request,
  id: string,
  what: (exercise: Exercise, ctx: Ctx, data: FormData) => Promise<Result<unknown>>,
) {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  must(await listen.getSource(ctx, { id }))
  const done = await what(locals.app.exercise, ctx, data)
  if (!done.ok) return refused(done.refusal, locals, data)
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
  clockPause: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (exercise, ctx) => exercise.pauseExercise(ctx)),
  clockResume: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (exercise, ctx) => exercise.resumeExercise(ctx)),
  speed: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (exercise, ctx, data) =>
      exercise.setExerciseSpeed(ctx, { speed: Number(text(data, 'speed')) }),
    ),
  seek: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (exercise, ctx, data) =>
      exercise.seekExercise(ctx, { seconds: 60 * Number(text(data, 'minute')) }),
    ),
  fire: ({ locals, request, params }) =>
    rehearse(locals, request, params.id, (exercise, ctx, data) =>
      exercise.fireTrigger(ctx, { trigger: text(data, 'trigger') }),
    ),
}
