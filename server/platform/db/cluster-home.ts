import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isReachable, OPEN_FOLDER, shortName } from './binaries.ts'

/** In a data folder: says where its database lies, when that is not inside. */
const POINTER = 'postgres-is-elsewhere.txt'
/** In such a database's own folder: says whose it is. */
const OWNER = 'belongs-to.txt'

/** Where the database of this data folder lies, as far as the folder itself says. */
export function homeOf(folder: string): string {
  const pointer = path.join(folder, POINTER)
  if (!existsSync(pointer)) return path.join(folder, 'postgres')
  return readFileSync(pointer, 'utf8').slice(FOREWORD.length).trim()
}

const FOREWORD = 'The database of this folder lies in '

/**
 * Chooses the folder of the cluster, and keeps to what was chosen before: a folder that was moved brings its database
 * along, and one whose database cannot be found is refused rather than begun anew. `runAs` is the account PostgreSQL
 * gets, null when it is this process's own.
 */
export async function chooseHome(
  folder: string,
  runAs: number | null,
  say: (line: string) => void,
  open: string = OPEN_FOLDER,
): Promise<string> {
  const pointer = path.join(folder, POINTER)
  const inside = path.join(folder, 'postgres')
  if (existsSync(pointer)) {
    const home = homeOf(folder)
    await claim(home, path.resolve(folder), pointer)
    if (runAs !== null) say(`The database of ${folder} lies in ${home}`)
    return home
  }
  if (runAs === null || (await isReachable(folder))) return inside
  if (existsSync(path.join(inside, 'data/PG_VERSION')))
    throw new Error(
      `PostgreSQL runs unprivileged and can no longer enter ${folder}, where its data lies. Let others pass through the folders above it (chmod o+x), or move ${folder} to where they can.`,
    )
  const home = freeHome(open, path.resolve(folder))
  say(`PostgreSQL runs unprivileged and cannot enter ${folder}; its data lies in ${home}`)
  await mkdir(open, { recursive: true, mode: 0o755 })
  await mkdir(home, { recursive: true, mode: 0o700 })
  await writeFile(path.join(home, OWNER), `${path.resolve(folder)}\n`)
  await writeFile(pointer, `${FOREWORD}${home}\n`)
  return home
}

/** Named after the data folder's path; a folder that was moved from there may have taken the plain name along. */
function freeHome(open: string, folder: string): string {
  const home = path.join(open, shortName(folder))
  for (let n = 2, at = home; ; n++) {
    const owner = ownerOf(at)
    if (owner === null || owner === folder) return at
    at = `${home}-${n}`
  }
}

/** One database, one folder: a copy of a data folder may not run on the database of the first. */
async function claim(home: string, folder: string, pointer: string): Promise<void> {
  if (!existsSync(home))
    throw new Error(
      `The database of ${folder} should lie in ${home}, which is not there. Put it back; or remove ${pointer} to begin with an empty one, into which a backup can be restored.`,
    )
  const owner = ownerOf(home)
  if (owner === null || owner === folder) return
  if (existsSync(path.join(owner, POINTER)) && homeOf(owner) === home)
    throw new Error(
      `${folder} is a copy of ${owner}, whose database lies in ${home}. Two cannot run on one. Make a backup there and restore it here: remove ${pointer}, then npm run folkmoot -- restore FILE.`,
    )
  await writeFile(path.join(home, OWNER), `${folder}\n`)
}

function ownerOf(home: string): string | null {
  try {
    return readFileSync(path.join(home, OWNER), 'utf8').trim()
  } catch {
    return null
  }
}
