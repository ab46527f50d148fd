import type { ChannelKind } from '../../../../../server/record/post.ts'
import { text } from '../../../../refused.server.ts'

export const CHANNELS = ['bluesky', 'mastodon', 'feed', 'exercise'] as const
export const readChannel = (name: string | null): ChannelKind | null =>
  CHANNELS.find((one) => one === name) ?? null

/** What the form of one network sends, as its `readSettings` wants it; that says what is wrong. */
export function readSettings(channel: ChannelKind, data: FormData): Record<string, unknown> {
  const given = (name: string): string | undefined => text(data, name) || undefined
  switch (channel) {
    case 'mastodon':
      return {
        server: text(data, 'server'),
        kind: given('kind'),
        hashtag: given('hashtag'),
        list: given('list'),
      }
    case 'bluesky': {
      const hosts = text(data, 'hosts')
        .split(/[\s,]+/)
        .filter(Boolean)
      return { hosts: hosts.length > 0 ? hosts : undefined }
    }
    case 'feed':
      return { url: text(data, 'url') }
    case 'exercise':
      return { scenario: text(data, 'scenario'), speed: Number(text(data, 'speed')) || undefined }
    default:
      return {}
  }
}
