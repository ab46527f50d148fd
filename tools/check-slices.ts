/** Every slice has the same drawers, so that a stranger knows which to open; what a slice does without is named here. */

export const SLICES = ['record', 'estate', 'listen', 'exercise', 'converse', 'publish', 'crisis', 'alert']

/** The drawers: the door, the SQL, who may, what it tells others. */
const DRAWERS: Record<string, RegExp> = {
  'index.ts': /^index\.ts$/,
  'store.ts': /^store\.ts$/,
  'policy.ts': /^policy\.ts$/,
  'events.ts': /^events\.ts$/,
}

/** Drawers that a slice does without, and why. */
export const DONE_WITHOUT: Record<string, string> = {
  'server/record/policy.ts': 'who may is asked by the slice whose purpose holds the post',
  'server/record/events.ts': 'the slice whose purpose holds a post tells what happened to it',
  'server/listen/store.ts':
    'its SQL is parted by what it reads: store-hear, store-search, store-view and others',
  'server/exercise/store.ts': 'it has no table of its own; listening says where its sources are',
  'server/exercise/policy.ts': 'its two rights are asked where they are used',
  'server/exercise/events.ts': 'its one event, exercise.changed, is for open screens only',
}

/** Folders of the desk that are no slice, and why. */
const DESK_ONLY: Record<string, string> = { you: 'a person’s own page' }

/** A file that is none of the drawers: a noun, a verb and a noun, or a part of the store, in small letters. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.long)?\.ts$/

/** What is out of place among these files; `text` gives the words of one. */
export function brokenSlices(
  files: string[],
  text: (file: string) => string,
  doneWithout = DONE_WITHOUT,
): { file: string; line: number; rule: string }[] {
  const broken: { file: string; line: number; rule: string }[] = []
  const say = (file: string, rule: string) => broken.push({ file, line: 1, rule })
  const excused = new Set<string>()
  for (const slice of SLICES) {
    const own = files.filter((f) => f.startsWith(`server/${slice}/`)).map((f) => f.split('/').slice(2))
    if (own.length === 0) continue
    for (const [drawer, name] of Object.entries(DRAWERS)) {
      const file = `server/${slice}/${drawer}`
      if (own.some((one) => one.length === 1 && name.test(one[0]!))) continue
      if (doneWithout[file]) excused.add(file)
      else say(file, 'a drawer that every slice has, or is named in tools/check-slices.ts with its reason')
    }
    for (const [first, ...rest] of own)
      if (rest.length === 0 && !NAME.test(first!)) say(`server/${slice}/${first}`, 'a name in small letters')
    const door = `server/${slice}/index.ts`
    if (files.includes(door) && !/^\/\*\*[\s\S]*?\bTables:[\s\S]*?\*\//.test(text(door)))
      say(door, 'the plate at the top says what it does and which tables are its own')
  }
  for (const file of Object.keys(doneWithout))
    if (!excused.has(file)) say('tools/check-slices.ts', `${file} needs no exception`)
  for (const folder of new Set(files.flatMap((f) => /^web\/routes\/\(desk\)\/([^/+]+)\//.exec(f)?.[1] ?? [])))
    if (!SLICES.includes(folder) && !DESK_ONLY[folder])
      say(`web/routes/(desk)/${folder}`, 'a folder of the desk that no slice is called after')
  return broken
}

/** Numbered files of which two have the same number. */
export function sameNumbers(files: string[]): { file: string; line: number; rule: string }[] {
  const first = new Map<string, string>()
  return files.flatMap((file) => {
    const number = /^(?:changes|docs\/decisions|migrations)\/\d+/.exec(file)?.[0]
    if (!number) return []
    const other = first.get(number)
    if (!other) first.set(number, file)
    return other ? [{ file, line: 1, rule: `its number is that of ${other}` }] : []
  })
}
