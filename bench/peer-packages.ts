/** Packages from npm that run beside Folkmoot in a bench. They lie in `bench/peers`, with a lockfile of their own. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = path.join(import.meta.dirname, 'peers')

/** What is used of npm `vader-sentiment`, which has no types of its own. */
export interface VaderPackage {
  default: {
    SentimentIntensityAnalyzer: {
      polarity_scores(text: string): { neg: number; neu: number; pos: number; compound: number }
    }
  }
}

/** A package of `bench/peers/package.json`; the packages are installed when they are not there yet. */
export async function peerPackage<Module>(name: string): Promise<Module> {
  if (!existsSync(path.join(folder, 'node_modules')))
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const file = createRequire(path.join(folder, 'package.json')).resolve(name)
  return (await import(pathToFileURL(file).href)) as Module
}
