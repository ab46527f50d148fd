import type { Channels, RehearsalState, ScenarioSummary } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { can } from '../platform/identity/rights.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { exerciseSources } from './exercise-sources.ts'

export interface ExerciseView {
  /** Id of the source that plays it. */
  source: string
  scenario: ScenarioSummary
  /** Null until the listener has begun to play it. */
  state: RehearsalState | null
  /** The whole of it, for the facilitator's clock: seconds. */
  lengthSeconds: number
}

/** The exercise that plays in this organisation; null when none does. */
export async function getExercise(
  ctx: Ctx,
  _input?: Record<string, never>,
): Promise<Result<ExerciseView | null>> {
  if (!can(ctx.person, 'exercise.read')) return refuse({ kind: 'not-allowed', rule: 'exercise.read' })
  const channels = ctx.channels as Channels
  const [playing] = await exerciseSources(ctx.db.read, ctx.organisation.id)
  const scenario = channels.scenarios().find((s) => s.id === playing?.scenario)
  if (!playing || !scenario) return ok(null)
  return ok({
    source: playing.id,
    scenario,
    state: channels.rehearsal(playing.id).state(),
    lengthSeconds: scenario.lengthSeconds,
  })
}
