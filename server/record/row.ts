import type { PostId, SourceId } from '../platform/ids.ts'
import type {
  ChannelKind,
  FoundPlace,
  Inbound,
  Labelled,
  Link,
  Media,
  Post,
  SourceKind,
  Tone,
} from './post.ts'

/** A post with its labels, ready to be taken in. */
export interface NewPost extends Inbound {
  id: PostId
  source: SourceId
  heardAt: Date
  /** The moment it is counted and ordered under; its id is made from it. */
  at: Date
  lang: Labelled<string>
  tone: Labelled<Tone>
  sourceKind: Labelled<SourceKind>
  places: FoundPlace[]
  /** Text form of its tsvector, from engines/query's `toVector`. */
  words: string
  copyOf: PostId | null
  keepUntil: Date
  remarks: string[]
}

/** A post as the record holds it. */
export interface KeptPost extends Post {
  at: Date
  keepUntil: Date
}

/** What a label column keeps beside its value. */
interface LabelColumn {
  p?: number
  because?: string[]
  by?: string | null
}

/** A row of record_post as pg reads it. */
export interface PostRow {
  id: string
  source_id: string
  channel: string
  uri: string
  url: string | null
  account_id: string
  handle: string
  display_name: string | null
  text: string
  content_warning: string | null
  links: Link[]
  media: Media[]
  mentions: string[]
  tags: string[]
  poll: string[]
  in_reply_to: string | null
  published_at: Date | null
  heard_at: Date
  at: Date
  lang: string
  lang_label: LabelColumn
  tone: string
  tone_label: LabelColumn
  source_kind: string
  source_label: LabelColumn
  places: FoundPlace[]
  copy_of: string | null
  copies: number
  edited_at: Date | null
  deleted_at: Date | null
  keep_until: Date
  remarks: string[]
}

/** The columns of `PostRow`, in one place so that no query reads the vector by accident. */
export const POST_COLUMNS = [
  'id',
  'source_id',
  'channel',
  'uri',
  'url',
  'account_id',
  'handle',
  'display_name',
  'text',
  'content_warning',
  'links',
  'media',
  'mentions',
  'tags',
  'poll',
  'in_reply_to',
  'published_at',
  'heard_at',
  'at',
  'lang',
  'lang_label',
  'tone',
  'tone_label',
  'source_kind',
  'source_label',
  'places',
  'copy_of',
  'copies',
  'edited_at',
  'deleted_at',
  'keep_until',
  'remarks',
] as const

const labelled = <T>(value: T, column: LabelColumn): Labelled<T> => ({
  value,
  probability: column.p ?? 0,
  because: column.because ?? [],
  correctedBy: column.by ?? null,
})

/** What a label column holds for a label. */
export const labelColumn = (label: Labelled<unknown>): LabelColumn => ({
  p: Math.round(label.probability * 1000) / 1000,
  because: label.because.slice(0, 12).map((b) => b.slice(0, 120)),
  ...(label.correctedBy === null ? {} : { by: label.correctedBy }),
})

export function toPost(row: PostRow): KeptPost {
  return {
    id: row.id as PostId,
    source: row.source_id as SourceId,
    channel: row.channel as ChannelKind,
    uri: row.uri,
    url: row.url,
    author: {
      id: row.account_id,
      handle: row.handle,
      ...(row.display_name === null ? {} : { displayName: row.display_name }),
    },
    text: row.text,
    contentWarning: row.content_warning,
    langs: [],
    links: row.links,
    media: row.media,
    mentions: row.mentions,
    tags: row.tags,
    poll: row.poll,
    inReplyTo: row.in_reply_to,
    publishedAt: row.published_at,
    heardAt: row.heard_at,
    at: row.at,
    lang: labelled(row.lang, row.lang_label),
    tone: labelled(row.tone as Tone, row.tone_label),
    sourceKind: labelled(row.source_kind as SourceKind, row.source_label),
    places: row.places,
    copyOf: row.copy_of as PostId | null,
    copies: row.copies,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    keepUntil: row.keep_until,
    remarks: row.remarks,
  }
}

/** The members of json_to_recordset in `takeIn`, one a column. */
export function toJsonRow(p: NewPost): Record<string, unknown> {
  return {
    id: p.id,
    source_id: p.source,
    channel: p.channel,
    uri: p.uri,
    url: p.url,
    account_id: p.author.id,
    handle: p.author.handle,
    display_name: p.author.displayName ?? null,
    text: p.text,
    content_warning: p.contentWarning,
    links: p.links,
    media: p.media,
    mentions: p.mentions,
    tags: p.tags,
    poll: p.poll,
    in_reply_to: p.inReplyTo,
    published_at: p.publishedAt,
    heard_at: p.heardAt,
    at: p.at,
    lang: p.lang.value,
    lang_label: labelColumn(p.lang),
    tone: p.tone.value,
    tone_label: labelColumn(p.tone),
    source_kind: p.sourceKind.value,
    source_label: labelColumn(p.sourceKind),
    places: p.places,
    words: p.words,
    copy_of: p.copyOf,
    keep_until: p.keepUntil,
    remarks: p.remarks,
  }
}
