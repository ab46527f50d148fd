import http from 'node:http'
import { sql } from 'kysely'
import type { Database } from '../../server/platform/db/database.ts'

export interface Answer {
  status: number
  body: string
  headers: http.IncomingHttpHeaders
}

/** A request as a browser would send it; `fetch` would not let us say where from. */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers, body: sent } = options
    const request = http.request(url, { method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        body += part
        // A live stream never ends by itself; its first words are answer enough.
        if (response.headers['content-type']?.startsWith('text/event-stream')) request.destroy()
      })
      response.on('close', () => resolve({ status: response.statusCode!, body, headers: response.headers }))
      response.on('error', () => {})
    })
    request.on('error', reject)
    request.setTimeout(10_000, () => request.destroy(new Error(`no answer from ${url}`)))
    request.end(sent)
  })
}

/**
 * Everything that the database holds for an organisation, but what only says when somebody was last seen. (The exercise
 * beside it goes on hearing posts by itself.)
 */
export async function stateOf(db: Database, organisation: string): Promise<string> {
  const tables = await sql<{ name: string; owned: boolean }>`
    select t.tablename as name, exists (select 1 from information_schema.columns c where c.table_schema = 'public'
      and c.table_name = t.tablename and c.column_name = 'organisation_id' and c.is_nullable = 'NO') as owned
    from pg_tables t where t.schemaname = 'public' and t.tablename not in ('identity_session', 'identity_ticket', 'identity_familiar')
    order by 1`.execute(db.read)
  const parts: string[] = []
  for (const { name, owned } of tables.rows) {
    const mine = owned ? sql`where t.organisation_id = ${organisation}` : sql`where true`
    // What a source says of itself changes by itself, and is told; a preview is counted by the listener, and ends.
    const own = {
      listen_source: ['cursor', 'listening', 'listening_at', 'last_contact_at', 'last_heard_at', 'revision'],
      listen_preview: ['started_at', 'heard', 'matches', 'done'],
    }[name]
    const row = own ? sql`(to_jsonb(t) - ${own}::text[])::text` : sql`t::text`
    const told = name === 'platform_event' ? sql`and t.type <> 'listen.source-changed'` : sql``
    const hash = await sql<{ hash: string | null }>`
      select md5(string_agg(${row}, '|' order by ${row})) as hash from ${sql.table(name)} t ${mine} ${told}`.execute(
      db.read,
    )
    parts.push(`${name} ${hash.rows[0]!.hash}`)
  }
  const sessions = await sql<{ n: number }>`select count(*)::int as n from identity_session`.execute(db.read)
  return [...parts, `sessions ${sessions.rows[0]!.n}`].join('\n')
}
