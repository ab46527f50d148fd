import { type BlueskyOptions, createBluesky } from './bluesky/index.ts'
import type { Channel, Channels } from './channel.ts'
import { createExercise } from './exercise/index.ts'
import { createFeed } from './feed/index.ts'
import { createImport, files } from './import/index.ts'
import { createMastodon } from './mastodon/index.ts'

export interface ChannelOptions {
  bluesky?: BlueskyOptions
  /** Without them no token can be kept. */
  secrets?: Channels['secrets']
}

const noSecrets = (): never => {
  throw new Error('This process has no key for secrets')
}

/** Every network the house knows. Made once, by `app.ts`. */
export function createChannels(options: ChannelOptions = {}): Channels {
  const exercise = createExercise()
  const made: Channel[] = [
    createBluesky(options.bluesky),
    createMastodon(),
    createFeed(),
    createImport(),
    exercise.channel,
  ]
  const channels = new Map(made.map((channel) => [channel.kind, channel]))
  return {
    get(kind) {
      const channel = channels.get(kind)
      if (!channel) throw new Error(`There is no channel ${kind}`)
      return channel
    },
    all: () => made,
    rehearsal: exercise.rehearsal,
    scenarios: exercise.scenarios,
    files,
    secrets: options.secrets ?? { seal: noSecrets, open: noSecrets },
  }
}
