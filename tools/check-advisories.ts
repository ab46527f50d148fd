/** Compares package-lock.json with the floors in advisories.json, offline; exits 1 when one is broken. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

interface Lock {
  packages: Record<
    string,
    { version?: string; hasInstallScript?: boolean; dev?: boolean; optional?: boolean }
  >
}
interface Advisories {
  floors: { package: string; below: string; why: string }[]
  installScriptsAllowed: string[]
}

/** Negative when `a` comes before `b`; pre-release tails are not compared. */
export function compareVersions(a: string, b: string): number {
  const parts = (v: string) => v.split(/[-+]/)[0]!.split('.').map(Number)
  const [x, y] = [parts(a), parts(b)]
  for (let i = 0; i < 3; i++) if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0)
  return 0
}

/** What is wrong with a lockfile, in words. Install scripts never run here (`--ignore-scripts`), so one that we need is a fault. */
export function inspectLock(lock: Lock, advisories: Advisories): string[] {
  const wrong: string[] = []
  for (const [where, entry] of Object.entries(lock.packages)) {
    const name = where.replace(/^.*node_modules\//, '')
    for (const floor of advisories.floors)
      if (name === floor.package && entry.version && compareVersions(entry.version, floor.below) < 0)
        wrong.push(`${name} ${entry.version} is below ${floor.below}: ${floor.why}`)
    if (
      entry.hasInstallScript &&
      !entry.dev &&
      !entry.optional &&
      !advisories.installScriptsAllowed.includes(name)
    )
      wrong.push(`${name} wants an install script, and none runs here`)
  }
  return wrong
}

if (import.meta.filename === process.argv[1]) {
  const root = path.resolve(import.meta.dirname, '..')
  const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T
  const wrong = inspectLock(read<Lock>('package-lock.json'), read<Advisories>('advisories.json'))
  for (const line of wrong) console.log(line)
  console.log(wrong.length === 0 ? 'no floor broken' : `${wrong.length} broken`)
  process.exit(wrong.length === 0 ? 0 : 1)
}
