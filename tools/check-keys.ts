/**
 * Holds the keys of the tables to the rule of the house: `organisation_id` leads every primary key, unique key and index,
 * so that a database can be parted by organisation. Reads the migrations as text; what is excepted is named with its reason.
 */

export interface Key {
  table: string
  /** Line in the file, from 1. */
  line: number
  /** What it is made of, in order, as written. */
  columns: string[]
  unique: boolean
}

export interface Tables {
  /** Columns of each table that is made here. */
  columns: Map<string, string[]>
  lines: Map<string, number>
  keys: Key[]
}

/** Keys that something else leads, and why. */
export const OTHER_LEADS: Record<string, string> = {
  'identity_login (email)':
    'an address finds the organisation that it signs in to; the table is the machine’s',
  'identity_ticket (id_hash)': 'nobody is known yet when a passkey ceremony begins',
  'identity_ticket (asked_from, expires_at)': 'nobody is known yet: counted by where they ask from',
  'identity_ticket (expires_at)': 'what has run out is swept whosever it was',
  'estate_setup (token_hash)': 'there is no organisation yet',
  'listen_search (revision)': 'one hearing serves every organisation and asks what changed in any of them',
  'listen_source (revision)': 'one listener serves every organisation and asks what changed in any of them',
}

const KEY = /^(?:constraint \w+ )?(primary key|unique)\s*\(/i

/** Reads tables and keys from one migration. Knows what migrations here use: create table, create index, add constraint. */
export function readKeys(sql: string): Tables {
  const text = sql.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  const lineAt = (at: number) => text.slice(0, at).split('\n').length
  const found: Tables = { columns: new Map(), lines: new Map(), keys: [] }
  for (const made of text.matchAll(/create table (?:if not exists )?(\w+)\s*\(/gi)) {
    const table = made[1]!
    const line = lineAt(made.index)
    const columns: string[] = []
    for (const part of partsAt(text, made.index + made[0].length)) {
      if (KEY.test(part)) found.keys.push({ table, line, columns: insideOf(part), unique: true })
      else if (!/^(constraint|foreign key|check|exclude)\b/i.test(part)) {
        const column = /^\w+/.exec(part)?.[0] ?? ''
        columns.push(column)
        if (/\b(primary key|unique)\b/i.test(part))
          found.keys.push({ table, line, columns: [column], unique: true })
      }
    }
    found.columns.set(table, columns)
    found.lines.set(table, line)
  }
  for (const made of text.matchAll(
    /create (unique )?index (?:concurrently )?(?:if not exists )?\w+\s+on (\w+)\s*(?:using \w+\s*)?\(/gi,
  ))
    found.keys.push({
      table: made[2]!,
      line: lineAt(made.index),
      columns: partsAt(text, made.index + made[0].length),
      unique: made[1] !== undefined,
    })
  for (const made of text.matchAll(
    /alter table (\w+)\s+add (?:constraint \w+ )?(?:primary key|unique)\s*\(/gi,
  ))
    found.keys.push({
      table: made[1]!,
      line: lineAt(made.index),
      columns: partsAt(text, made.index + made[0].length),
      unique: true,
    })
  return found
}

/** What breaks the rule in these migrations, taken together; an exception that excuses nothing is one too. */
export function brokenKeys(
  migrations: { file: string; text: string }[],
  otherLeads = OTHER_LEADS,
): { file: string; line: number; rule: string }[] {
  const broken: { file: string; line: number; rule: string }[] = []
  const excused = new Set<string>()
  const read = migrations.map(({ file, text }) => ({ file, ...readKeys(text) }))
  const unique = new Map<string, Key[]>()
  for (const { file, keys } of read)
    for (const key of keys) {
      const name = `${key.table} (${key.columns.join(', ')})`
      if (key.unique) unique.set(key.table, [...(unique.get(key.table) ?? []), key])
      if (key.columns[0] === 'organisation_id') continue
      if (otherLeads[name]) excused.add(name)
      else broken.push({ file, line: key.line, rule: `organisation_id does not lead ${name}` })
    }
  for (const { file, columns, lines } of read)
    for (const table of columns.keys())
      if (!unique.has(table)) broken.push({ file, line: lines.get(table)!, rule: `${table} has no key` })
  for (const name of Object.keys(otherLeads))
    if (!excused.has(name))
      broken.push({ file: 'tools/check-keys.ts', line: 1, rule: `there is no ${name} to except` })
  return broken
}

/** What stands between the commas of a bracket that has just opened, its inner brackets kept whole. */
function partsAt(text: string, from: number): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const letter of text.slice(from)) {
    if (letter === '(') depth++
    if (letter === ')' && depth-- === 0) break
    if (letter === ',' && depth === 0) {
      parts.push(part.trim())
      part = ''
    } else part += letter
  }
  parts.push(part.trim())
  return parts.map((one) => one.replace(/\s+/g, ' ')).filter((one) => one !== '')
}

const insideOf = (part: string): string[] => partsAt(part, part.indexOf('(') + 1)
