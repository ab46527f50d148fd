/** The database: one pool, one kind of transaction, forward-only migrations, and the PostgreSQL that comes along. */

export { homeOf } from './cluster-home.ts'
export type { Database } from './database.ts'
export { startPostgres } from './embedded.ts'
export { MIGRATIONS, migrate, readMigrations } from './migrate.ts'
export { connectionSettings, openDatabase, undurableSettings } from './open-database.ts'
