import type { ImportMap } from '../../../../../server/channels/channel.ts'

/** Members of the map that name a column. */
export const PARTS = ['text', 'time', 'tweetId', 'author', 'link', 'lang'] as const

/** The map as the form of the import page sends it; an empty choice is "not in this file". */
function readMap(data: FormData): ImportMap {
  const column = (name: string): string | null => String(data.get(name) ?? '') || null
  const delimiter = ([',', ';', '\t', '|'] as const).find((one) => one === data.get('delimiter'))
  return {
    format: data.get('format') === 'jsonl' ? 'jsonl' : 'csv',
    ...(delimiter ? { delimiter } : {}),
    header: data.get('header') !== 'no',
    text: column('text') ?? '',
    time: column('time'),
    tweetId: column('tweetId'),
    author: column('author'),
    link: column('link'),
    lang: column('lang'),
    dayFirst: data.get('dayFirst') === 'yes',
  }
}

/** All that a person says of a file beside the file itself. */
export const askedIn = (data: FormData) => ({
  map: readMap(data),
  columns: data.getAll('columns').map(String),
  takeGoodRows: data.get('good') === 'yes',
})
