/** Jobs: work that happens later or by the clock, kept in the database. Tables: those of pg-boss, in its own schema. */
export { createJobs, type Jobs } from './jobs.ts'
