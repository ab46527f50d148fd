const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const TIMES = new Set([
  'at',
  'publishedAt',
  'heardAt',
  'editedAt',
  'keepUntil',
  'from',
  'to',
  'firstAt',
  'updatedAt',
  'correctedAt',
  'startedAt',
  'endedAt',
  'lastMatchAt',
  'createdAt',
  'expiresAt',
  'lastHeardAt',
  'lastContactAt',
])

/** JSON as our own endpoints write it, with its moments as `Date` again. Only members that hold moments are touched. */
export const readWire = <T>(text: string): T =>
  JSON.parse(text, (key, value) =>
    TIMES.has(key) && typeof value === 'string' && ISO.test(value) ? new Date(value) : value,
  )
