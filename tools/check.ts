/** Everything that can be proved without running it, one line each. `npm run check -- NAME…` runs some of it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)

interface Step {
  name: string
  run: () => Promise<{ ok: boolean; words: string }>
}

function command(program: string, ...args: string[]): Step['run'] {
  return () =>
    new Promise((done) => {
      const child = spawn(program, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
      let words = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part) => {
          words += part
        })
      child.on('error', (error) => done({ ok: false, words: error.message }))
      child.on('exit', (code) => done({ ok: code === 0, words }))
    })
}

const LOCKS = ['package-lock.json', 'tests/peers/package-lock.json', 'bench/peers/package-lock.json'].filter(
  (file) => existsSync(path.join(root, file)),
)

const STEPS: Step[] = [
  { name: 'types', run: command(bin('tsc'), '--noEmit', '-p', root) },
  { name: 'biome', run: command(bin('biome'), 'check', '--error-on-warnings', '.') },
  {
    name: 'pages',
    // Kit writes the types of the routes first; they are not there on a clean clone.
    run: async () => {
      await command(bin('svelte-kit'), 'sync')()
      return command(bin('svelte-check'), '--tsconfig', 'web/tsconfig.json', '--fail-on-warnings')()
    },
  },
  { name: 'unused', run: command(bin('knip'), '--no-progress') },
  {
    name: 'imports',
    run: command(
      bin('depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      'engines',
      'server',
      'server.ts',
      'web',
      'tests',
      'tools',
    ),
  },
  { name: 'house', run: command(process.execPath, 'tools/check-house.ts') },
  { name: 'lockfile', run: lockfiles },
  { name: 'advisories', run: command(process.execPath, 'tools/check-advisories.ts') },
]

interface Lock {
  packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>
}

/** lockfile-lint for what is resolved; and every package is held to a hash, also where npm was told not to note URLs. */
async function lockfiles(): Promise<{ ok: boolean; words: string }> {
  const wrong: string[] = []
  for (const file of LOCKS) {
    const linted = await command(
      bin('lockfile-lint'),
      ...[
        '--path',
        file,
        '--type',
        'npm',
        '--validate-https',
        '--allowed-hosts',
        'npm',
        '--validate-integrity',
      ],
    )()
    if (!linted.ok) wrong.push(linted.words)
    const lock = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Lock
    for (const [where, entry] of Object.entries(lock.packages)) {
      if (where === '' || entry.link || entry.inBundle) continue
      if (!entry.integrity?.startsWith('sha512-')) wrong.push(`${file}: ${where} has no sha512`)
    }
  }
  return { ok: wrong.length === 0, words: wrong.join('\n') }
}

const wanted = process.argv.slice(2)
const chosen = wanted.length === 0 ? STEPS : STEPS.filter((step) => wanted.includes(step.name))
if (chosen.length === 0) {
  console.error(`There are: ${STEPS.map((step) => step.name).join(', ')}`)
  process.exit(2)
}
let failed = 0
for (const step of chosen) {
  const begun = performance.now()
  const { ok, words } = await step.run()
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${step.name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
  )
  if (ok) continue
  failed++
  console.log(words.trim().replace(/^/gm, '    '))
}
console.log(failed === 0 ? 'all checks passed' : `${failed} of ${chosen.length} checks failed`)
process.exit(failed === 0 ? 0 : 1)
