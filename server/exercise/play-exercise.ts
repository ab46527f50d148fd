import type { Channels, Rehearsal } from '../channels/channel.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { emit } from '../platform/events/event.ts'
import { can } from '../platform/identity/rights.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { exerciseSources } from './exercise-sources.ts'
import { type ExerciseView, getExercise } from './get-exercise.ts'
import { said } from './messages.ts'

type Played = Promise<Result<ExerciseView | null>>

/** Does something to the exercise that plays: written down first, so that a clock that moved is one that was told of. */
async function play(
  ctx: Ctx,
  action: string,
  detail: Record<string, unknown>,
  what: (rehearsal: Rehearsal) => Result<() => void>,
): Played {
  if (!can(ctx.person, 'exercise.play'))
    return refuse({ kind: 'not-allowed', rule: 'exercise.play', why: 'Your role does not run exercises.' })
  const organisation = ctx.organisation.id
  const [playing] = await exerciseSources(ctx.db.read, organisation)
  if (!playing) return refuse({ kind: 'not-found', what: 'exercise' })
  const wanted = what((ctx.channels as Channels).rehearsal(playing.id))
  if (!wanted.ok) return wanted
  await ctx.db.transaction(async (tx) => {
    emit(tx, { organisation, type: 'exercise.changed', data: { source: playing.id, action } })
    audit(tx, {
      organisation,
      person: ctx.person.id,
      action: `exercise.${action}`,
      subject: `source ${playing.id}`,
      detail,
      at: ctx.clock.now(),
    })
  })
  wanted.value()
  return getExercise(ctx)
}

export const pauseExercise = (ctx: Ctx, _input?: Record<string, never>): Played =>
  play(ctx, 'paused', {}, (r) => ok(() => r.pause()))

export const resumeExercise = (ctx: Ctx, _input?: Record<string, never>): Played =>
  play(ctx, 'resumed', {}, (r) => ok(() => r.resume()))

/** 1 is as fast as life; 0.1 to 600. */
export const setExerciseSpeed = (ctx: Ctx, input: { speed: number }): Played =>
  play(ctx, 'speed-set', { speed: input.speed }, (r) => {
    if (!(input.speed >= 0.1 && input.speed <= 600)) return invalid('speed', said('speed-range'))
    return ok(() => r.speed(input.speed))
  })

/** Goes to a moment of the scenario and plays on from there. */
export const seekExercise = (ctx: Ctx, input: { seconds: number }): Played =>
  play(ctx, 'moved', { seconds: input.seconds }, (r) => {
    if (!(input.seconds >= 0 && input.seconds <= 604_800)) return invalid('seconds', said('moment-none'))
    return ok(() => r.seek(input.seconds))
  })

export async function fireTrigger(ctx: Ctx, input: { trigger: string }): Played {
  const seen = await getExercise(ctx)
  if (!seen.ok) return seen
  const known = seen.value?.scenario.triggers.some(({ id }) => id === input.trigger) ?? false
  return play(ctx, 'trigger-fired', { trigger: input.trigger.slice(0, 60) }, (r) =>
    known && !r.state()?.fired.includes(input.trigger)
      ? ok(() => void r.fire(input.trigger))
      : refuse({
          kind: 'conflict',
          rule: 'trigger',
          why: 'There is no such trigger, or it has fired already.',
        }),
  )
}

/** The facilitator's screen is there. From the first call on, half a minute of silence pauses the clock. Not audited. */
export async function attendExercise(ctx: Ctx, _input?: Record<string, never>): Promise<Result<null>> {
  if (!can(ctx.person, 'exercise.play')) return refuse({ kind: 'not-allowed', rule: 'exercise.play' })
  const [playing] = await exerciseSources(ctx.db.read, ctx.organisation.id)
  if (!playing) return refuse({ kind: 'not-found', what: 'exercise' })
  ;(ctx.channels as Channels).rehearsal(playing.id).attended()
  return ok(null)
}
