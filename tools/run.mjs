#!/usr/bin/env node
// The launcher: plain JavaScript for any Node from 18 on. Installs once, builds once, then hands over to the Node 24 that
// came with the dependencies.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const bin = path.join(root, 'node_modules/.bin')
/** Benches run as fast from the first start on as later ones do (tools/strip.mjs says why). */
const STRIPPED_APART = ['--disable-warning=ExperimentalWarning', '--import', './tools/strip.mjs']
// Settings that are paths mean what they meant where the person stood.
const stood = process.cwd()
for (const name of ['FOLKMOOT_DATA', 'FOLKMOOT_KEY_FILE'])
  if (process.env[name]) process.env[name] = path.resolve(stood, process.env[name])
process.chdir(root)

const [verb = 'start', ...rest] = process.argv.slice(2)

const VERBS = {
  start: () => {
    prepare({ dev: false, pages: true })
    handOver(['server.ts', ...rest])
  },
  test: () => runTests(rest),
  'test:long': () => runTests(['--long', ...rest]),
  'test:peers': () => {
    prepare({ dev: true, pages: true })
    preparePeers()
    handOver(['tools/test.ts', '--peers', ...rest])
  },
  check: () => {
    prepare({ dev: true, pages: false })
    handOver(['tools/check.ts', ...rest])
  },
  bench: () => runOne('bench'),
  evaluate: () => runOne('evaluate'),
  folkmoot: () => {
    prepare({ dev: false, pages: rest[0] === 'start', quiet: true })
    handOver(['server/folkmoot.ts', ...rest])
  },
}

const checked = /^check:(\w+)$/.exec(verb)
if (checked) {
  prepare({ dev: true, pages: true, quiet: true })
  handOver([`tests/checks/${checked[1].toLowerCase()}.ts`, ...rest])
} else if (Object.hasOwn(VERBS, verb)) VERBS[verb]()
else fail(`What does "${verb}" mean? There are: ${Object.keys(VERBS).join(', ')}, check:T4 and its kin.`)

function runTests(args) {
  prepare({ dev: true, pages: true })
  handOver(['tools/test.ts', ...args])
}

/** `bench NAME`, `evaluate NAME`: one file a name, which prints JSON lines and nothing else. */
function runOne(folder) {
  prepare({ dev: true, pages: rest[0] === 'page', quiet: true })
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^[a-z][\w-]*\.ts$/.test(name) && !name.endsWith('.test.ts'))
        .map((name) => name.slice(0, -3))
    : []
  const [name, ...args] = rest
  if (!names.includes(name))
    fail(`npm run -s ${folder} -- NAME, where NAME is one of: ${names.join(', ') || '(none yet)'}`)
  handOver([...(folder === 'bench' ? STRIPPED_APART : []), `${folder}/${name}.ts`, ...args])
}

/** Installs and builds whatever has changed since the last time. */
function prepare({ dev, pages, quiet = false }) {
  // Standard output belongs to what is run: benches print JSON there.
  const say = (line) => (quiet ? process.stderr.write(`${line}\n`) : console.log(line))
  install({ where: root, dev, say })
  if (pages) build(say)
}

function install({ where, dev, say }) {
  const lock = path.join(where, 'package-lock.json')
  if (!existsSync(lock)) fail(`${lock} is missing: this is not a whole copy of Folkmoot.`)
  const want = createHash('sha256')
    .update(readFileSync(lock))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
  const stamp = path.join(where, 'node_modules/.folkmoot-installed')
  const has = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
  // What has the development packages has the others too.
  if (has[0] === want && (has[1] === 'dev' || !dev)) return
  const begun = Date.now()
  say(`Installing ${dev ? 'everything, development packages too' : 'what it needs to run'} …`)
  if (existsSync(stamp)) rmSync(stamp)
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(dev ? [] : ['--omit=dev']),
  ]
  const env = { ...process.env }
  // npm would leave the development packages out, or put them in, by itself.
  delete env.NODE_ENV
  delete env.npm_config_omit
  delete env.npm_config_include
  const done = spawnSync('npm', args, { cwd: where, stdio: ['ignore', process.stderr, process.stderr], env })
  if (done.error) fail(`npm cannot be run (${done.error.message}). Install Node 18 or newer with npm.`)
  if (done.status !== 0)
    fail('npm ci did not succeed; what it said is above. Is the package registry reachable?')
  writeFileSync(stamp, `${want} ${dev ? 'dev' : 'run'}`)
  say(`  installed in ${seconds(begun)}`)
}

/** Builds the pages when one of their sources is newer in content than what was built. */
function build(say) {
  const want = createHash('sha256')
  want.update(readFileSync('package-lock.json'))
  for (const file of [
    'vite.config.ts',
    ...sources('web'),
    ...sources('engines'),
    ...sources('server/platform'),
  ]) {
    want.update(`${file}\0`)
    want.update(readFileSync(file))
  }
  const digest = want.digest('hex')
  const stamp = path.join('node_modules', '.folkmoot-built')
  if (existsSync(stamp) && existsSync('build/handler.js') && readFileSync(stamp, 'utf8') === digest) return
  const begun = Date.now()
  say('Building the pages …')
  const done = spawnSync(
    node(),
    [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
    {
      encoding: 'utf8',
      maxBuffer: 64e6,
      env: environment({ NODE_ENV: 'production' }),
    },
  )
  if (done.status !== 0) {
    const said = `${done.stdout ?? ''}${done.stderr ?? done.error?.message ?? ''}`
    fail(`${said}\nThe pages could not be built; what went wrong is above.`)
  }
  mkdirSync('node_modules', { recursive: true })
  writeFileSync(stamp, digest)
  say(`  built in ${seconds(begun)}`)
}

/** Everything the pages may be made from; tests are not. */
function* sources(folder) {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') yield* sources(at)
    } else if (!/\.test\.ts$/.test(entry.name)) yield at
  }
}

function preparePeers() {
  const where = path.join(root, 'tests/peers')
  if (existsSync(path.join(where, 'package-lock.json')))
    install({ where, dev: true, say: (line) => console.log(line) })
}

/** The Node that came with the dependencies, where there is one for this machine. */
function node() {
  const own = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(
    `Folkmoot brings its own Node 24 for Linux on x64 and arm64 only. On ${process.platform} ${process.arch}, install Node 24 and start again.`,
  )
}

function environment(more = {}) {
  return {
    // What was compiled once is read back the next time: a later start saves a second.
    NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
    ...process.env,
    ...more,
    PATH: bin + path.delimiter + (process.env.PATH ?? ''),
  }
}

/** Becomes the child, as far as one can: its signals, its exit code. */
function handOver(args) {
  const child = spawn(node(), args, { stdio: 'inherit', env: environment() })
  // A Ctrl-C at the terminal reaches the child by itself; staying alive until it ends is all there is to do.
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  // Told to end, npm ends its shell, which tells nobody: an orphan of npm's ends too.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event)
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM')
    }, 500).unref()
  child.on('error', (error) => fail(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

function fail(words) {
  console.error(words)
  process.exit(2)
}
