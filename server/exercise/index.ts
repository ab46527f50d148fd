/**
 * Exercise: whoever runs a rehearsal pauses it, sets its pace, moves its clock and fires its triggers.
 * Tables: none; an exercise's place in time is the cursor of its source (listen_source), its state lives in its channel.
 * Tells: exercise.changed.
 */
export { registerExerciseSources } from './exercise-sources.ts'
export { type ExerciseView, getExercise } from './get-exercise.ts'
export {
  attendExercise,
  fireTrigger,
  pauseExercise,
  resumeExercise,
  seekExercise,
  setExerciseSpeed,
} from './play-exercise.ts'
