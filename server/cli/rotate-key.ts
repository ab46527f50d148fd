import { existsSync } from 'node:fs'
import * as listen from '../listen/index.ts'
import { createSecrets, PLATFORM_SEALED, resealAll } from '../platform/secrets.ts'
import { atGround, progress } from './command.ts'
import { Trouble } from './trouble.ts'

/** `rotate-key`: a new key, everything sealed anew under it, and the old keys forgotten once nothing needs them. */
export function rotateKey(): Promise<void> {
  return atGround(
    async ({ config, db }) => {
      if (!existsSync(config.keyFile)) throw new Trouble(`There is no key file at ${config.keyFile}.`)
      const secrets = createSecrets(config.keyFile)
      const id = secrets.addKey()
      const bar = progress(() => 'sealing what is stored under the new key')
      const { changed, left } = await resealAll(db, secrets, [...PLATFORM_SEALED, ...listen.SEALED]).finally(
        bar.done,
      )
      if (left > 0)
        throw new Trouble(`${left} secrets are still under an old key, which is kept. Run it again.`)
      secrets.forgetOldKeys()
      console.log(`${changed} secrets are sealed under the new key ${id}; the old one is forgotten.`)
      console.log(
        `Keep a copy of ${config.keyFile} somewhere else. Backups made before this need the key file as it was then.`,
      )
    },
    // A running Folkmoot would go on with the key that it read when it started.
    { as: 'alone' },
  )
}
