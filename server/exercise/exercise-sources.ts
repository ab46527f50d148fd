import type { Executor } from '../platform/db/database.ts'

/** A source that plays a scenario. */
export interface ExerciseSource {
  id: string
  scenario: string
}

type Find = (on: Executor, organisation: string) => Promise<ExerciseSource[]>

let find: Find | null = null

/** Sources belong to listening, which says here how its exercise ones are found (wired in app.ts). */
export function registerExerciseSources(finder: Find): void {
  find = finder
}

/** The organisation's exercise sources that are there, newest first. */
export function exerciseSources(on: Executor, organisation: string): Promise<ExerciseSource[]> {
  if (!find) throw new Error('Nobody has said how the sources of an exercise are found')
  return find(on, organisation)
}
