import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endPostgres, freshFolder, ROOT, runProgram } from './support/server.ts'

let folder: string
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ folder, remove } = await freshFolder())
})
afterAll(async () => {
  await endPostgres(folder)
  await remove()
})

const folkmoot = async (...args: string[]): Promise<{ code: number | string; said: string }> => {
  const program = runProgram(['server/folkmoot.ts', ...args], {
    FOLKMOOT_DATA: folder,
    FOLKMOOT_LOG: 'error',
  })
  const code = await program.ended
  return { code, said: program.said() }
}

describe('the command line', () => {
  test.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['migrate', '--nonsense'], "unknown option '--nonsense'"],
    [['add-admin'], "required option '--email <address>' not specified"],
    [['export'], "required option '--query <query>' not specified"],
    [['backup'], "missing required argument 'file'"],
    [['replay'], "missing required argument 'file'"],
    [['audit', 'nonsense'], "unknown command 'nonsense'"],
    [['start', '--port', 'nonsense'], 'PORT: must be a number'],
  ])('%j is refused with words, and nothing is begun', async (args, words) => {
    const { code, said } = await folkmoot(...args)
    expect(said).toContain(words)
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
    expect(readdirSync(path.dirname(folder))).toEqual([])
  })

  test('--help tells of every command', async () => {
    const { code, said } = await folkmoot('--help')
    expect(code).toBe(0)
    for (const name of ['start', 'migrate', 'add-admin', 'replay', 'export', 'backup', 'restore', 'doctor'])
      expect(said).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })

  test('migrate brings an empty database up to date, and says so when it is', async () => {
    const first = await folkmoot('migrate')
    expect(first.code, first.said).toBe(0)
    for (const name of readdirSync(path.join(ROOT, 'migrations')).filter((file) => file.endsWith('.sql')))
      expect(first.said).toContain(`applied ${name.replace(/\.sql$/, '')}`)
    const second = await folkmoot('migrate')
    expect(second.code, second.said).toBe(0)
    expect(second.said).toContain('The database is up to date.')
  })
})
