#!/usr/bin/env node
/**
 * The command line: `npm run folkmoot -- COMMAND`. Exit codes: 0 done, 1 a check found something wrong or a fault, 2 it
 * could not be done and the words say why.
 */
import { Command, CommanderError } from 'commander'
import type { ExportOptions, ReplayOptions } from './cli/posts.ts'
import { Trouble } from './cli/trouble.ts'
import { ConfigError } from './platform/config.ts'
import { FolderHeld } from './platform/data-lock.ts'

// Each command is loaded when it is asked for, so that --help answers at once.
const program = new Command('folkmoot')
  .description('The social-media operations room for public services, at the command line.')
  .addHelpText(
    'after',
    '\nSettings come from the environment: FOLKMOOT_DATA, DATABASE_URL and others (docs/guide/running.md).',
  )
  .exitOverride()
  .showHelpAfterError('Add --help for what it takes.')

program
  .command('start')
  .description('start Folkmoot, as npm start does')
  .option('--port <number>', 'the port to listen on (3210)')
  .action(async (options: { port?: string }) => {
    const { main } = await import('../server.ts')
    await main(options.port === undefined ? [] : ['--port', options.port])
  })

program
  .command('migrate')
  .description('bring the database up to date (start does it too)')
  .action(async () => {
    const { atGround, progress } = await import('./cli/command.ts')
    const { migrate, MIGRATIONS } = await import('./platform/db/index.ts')
    await atGround(
      async ({ db }) => {
        let now = 'waiting for another process that migrates'
        const bar = progress(() => now)
        const all = () => true
        const applied = await migrate(db, MIGRATIONS, all, (name) => {
          now = `applying ${name}`
        }).finally(bar.done)
        console.log(
          applied.length === 0
            ? 'The database is up to date.'
            : applied.map((name) => `applied ${name}`).join('\n'),
        )
      },
      { migrate: false },
    )
  })

program
  .command('add-admin')
  .description('make a link by which somebody becomes administrator, or comes back in when locked out')
  .requiredOption('--email <address>', 'their address')
  .option('--name <name>', 'their name')
  .option('--organisation <name>', 'which organisation, when there are several')
  .action(async (options: { email: string; name?: string; organisation?: string }) => {
    await (await import('./cli/people.ts')).addAdmin(options)
  })

program
  .command('replay')
  .argument('<file>', 'CSV or JSON lines of recorded posts')
  .description('play recorded posts through the searches, as if they came now')
  .option('--speed <times>', 'how much faster than it was; 60 plays an hour in a minute', '1')
  .option('--organisation <name>', 'which organisation, when there are several')
  .option('--text <column>', 'the column that holds the text')
  .option('--time <column>', 'the column that holds the time')
  .option('--author <column>', 'the column that holds the author')
  .option('--link <column>', 'the column that holds the link')
  .option('--tweet-id <column>', 'the column that holds a tweet id')
  .action(async (file: string, options: ReplayOptions) => {
    await (await import('./cli/posts.ts')).replay(file, options)
  })

program
  .command('export')
  .description('write what a query finds in the archive to a file')
  .requiredOption('--query <query>', 'in the listening language')
  .option('--format <format>', 'csv or json', 'csv')
  .option('--from <date>', 'not before this moment')
  .option('--to <date>', 'not after this moment')
  .option('--out <file>', 'where to; - for standard output')
  .option('--organisation <name>', 'which organisation, when there are several')
  .action(async (options: ExportOptions) => {
    await (await import('./cli/posts.ts')).exportPosts(options)
  })

program
  .command('backup')
  .argument('<file>', 'where to; it must not exist')
  .description('write everything to one file, while Folkmoot runs; the key file is not in it')
  .action(async (file: string) => {
    await (await import('./cli/backup.ts')).backup(file)
  })

program
  .command('restore')
  .argument('<file>', 'a backup')
  .description('put a backup in place of what is there; Folkmoot must be stopped')
  .option('--check', 'only read the backup and verify it')
  .action(async (file: string, options: { check?: boolean }) => {
    await (await import('./cli/restore.ts')).restore(file, options)
  })

program
  .command('doctor')
  .description('check what could go wrong, and say what to do')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts')
    process.exitCode = (await doctor()) ? 0 : 1
  })

program
  .command('rotate-key')
  .description('make a new key for stored secrets and forget the old one; Folkmoot must be stopped')
  .action(async () => {
    await (await import('./cli/rotate-key.ts')).rotateKey()
  })

program
  .command('audit')
  .description('the audit trail')
  .command('verify')
  .description("walk every organisation's chain and name the first row that is not as it was written")
  .option('--organisation <name>', 'only this one')
  .action(async (options: { organisation?: string }) => {
    const { auditVerify } = await import('./cli/audit.ts')
    process.exitCode = (await auditVerify(options)) ? 0 : 1
  })

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (error instanceof Trouble || error instanceof ConfigError || error instanceof FolderHeld) {
    console.error(error.message)
    process.exitCode = 2
  } else {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
