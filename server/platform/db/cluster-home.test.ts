import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseHome, homeOf } from './cluster-home.ts'

const NOBODY = 65534
let above: string
let open: string
let folder: string
const said: string[] = []
const choose = (of: string, runAs: number | null = NOBODY) =>
  chooseHome(of, runAs, (line) => said.push(line), open)

beforeEach(() => {
  above = mkdtempSync(path.join(tmpdir(), 'folkmoot-home-'))
  chmodSync(above, 0o755)
  open = path.join(above, 'open')
  const closed = path.join(above, 'closed home')
  mkdirSync(closed, { mode: 0o700 })
  folder = path.join(closed, 'data')
  mkdirSync(folder)
  said.length = 0
})
afterEach(() => rmSync(above, { recursive: true, force: true }))

describe('where a database lies', () => {
  test('inside the data folder, when PostgreSQL can enter it', async () => {
    const reachable = path.join(above, 'data')
    mkdirSync(reachable)
    expect(await choose(reachable)).toBe(path.join(reachable, 'postgres'))
    expect(await choose(folder, null)).toBe(path.join(folder, 'postgres'))
    expect(said).toEqual([])
  })

  test('in an open folder, when it cannot, and the start says so', async () => {
    const home = await choose(folder)
    expect(path.dirname(home)).toBe(open)
    expect(said.join()).toContain(`its data lies in ${home}`)
    expect(homeOf(folder)).toBe(home)
    expect(await choose(folder)).toBe(home)
  })

  test('where it did, when the data folder was moved or its home was opened', async () => {
    const home = await choose(folder)
    const moved = path.join(above, 'closed home', 'data that moved')
    renameSync(folder, moved)
    expect(await choose(moved)).toBe(home)
    mkdirSync(folder)
    expect(await choose(folder)).not.toBe(home)
    chmodSync(path.dirname(moved), 0o755)
    expect(await choose(moved)).toBe(home)
  })

  test('not in two places at once: a copy of the data folder is refused, and says what to do', async () => {
    await choose(folder)
    const copy = `${folder} copy`
    cpSync(folder, copy, { recursive: true })
    await expect(choose(copy)).rejects.toThrow(/is a copy of .*restore FILE/)
  })

  test('nowhere, when it is gone: that is refused, and no empty one is begun', async () => {
    const home = await choose(folder)
    rmSync(home, { recursive: true })
    await expect(choose(folder)).rejects.toThrow(/is not there/)
    expect(existsSync(home)).toBe(false)
  })

  test('nowhere, when the folder was closed after it was made', async () => {
    mkdirSync(path.join(folder, 'postgres/data'), { recursive: true })
    writeFileSync(path.join(folder, 'postgres/data/PG_VERSION'), '18')
    await expect(choose(folder)).rejects.toThrow(/can no longer enter/)
  })
})
