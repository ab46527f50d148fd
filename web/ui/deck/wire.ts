const ISO = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/
/** Every moment in a view is named so; what people wrote never is. */
const TIMES = /^(at|from|to|keepUntil|oldest)$|At$|Until$/

/** JSON as our own endpoints write it, with its moments as `Date` again. Only members that hold moments are touched. */
export const readWire = <T>(text: string): T =>
  JSON.parse(text, (key, value) =>
    TIMES.test(key) && typeof value === 'string' && ISO.test(value) ? new Date(value) : value,
  )
