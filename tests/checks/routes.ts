import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One way to ask something of the pages' server. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As a person names it: `/estate/people/[person]?/rename`. */
  name: string
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Every route there is, read from the files that make them: pages, form actions and endpoints. */
export function everyRoute(root: string): Route[] {
  const folder = path.join(root, 'web/routes')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.split(path.sep).join('/'),
  )
  const routes: Route[] = []
  for (const file of files) {
    const at = `/${file
      .split('/')
      .slice(0, -1)
      .filter((part) => !/^\(.*\)$/.test(part))
      .join('/')}`
    const name = path.posix.basename(file)
    if (name === '+page.svelte') routes.push({ method: 'GET', name: at })
    if (name !== '+server.ts' && name !== '+page.server.ts') continue
    const source = readFileSync(path.join(folder, file), 'utf8')
    if (name === '+server.ts') {
      for (const method of METHODS)
        if (new RegExp(`export (?:const|async function|function) ${method}\\b`).test(source))
          routes.push({ method, name: at })
      if (/export (?:const|async function|function) fallback\b/.test(source))
        routes.push({ method: 'POST', name: at })
    } else for (const action of actionsIn(source)) routes.push({ method: 'POST', name: `${at}?/${action}` })
  }
  return routes.sort((a, b) => (`${a.name} ${a.method}` < `${b.name} ${b.method}` ? -1 : 1))
}

/** Names of the form actions in a `+page.server.ts`: the keys of its `actions` object, at its own depth. */
function actionsIn(source: string): string[] {
  const start = /export const actions\b[^=]*=\s*\{/.exec(source)
  if (!start) return []
  const names: string[] = []
  let depth = 1
  let at = start.index + start[0].length
  // A key is wanted after the opening brace and after each comma; what follows the key is its value.
  let wanted = true
  for (let line = ''; at < source.length && depth > 0; at++) {
    const letter = source[at]!
    if (depth === 1 && letter === ',') wanted = true
    if (depth === 1 && (letter === '\n' || letter === ',')) line = ''
    else line += letter
    const key = depth === 1 && wanted ? /^\s*(?:async\s+)?'?([\w-]+)'?\s*[:(]$/.exec(line) : null
    if (key) {
      names.push(key[1]!)
      wanted = false
    }
    if ('{(['.includes(letter)) depth++
    else if ('})]'.includes(letter)) depth--
  }
  return names
}

/** An address of this route: parameters filled in, optional ones left out. */
export function addressOf(name: string, fill: Record<string, string>): string {
  const [pathname = '', query] = name.split('?')
  const filled = pathname
    .split('/')
    .filter((part) => !/^\[\[.*\]\]$/.test(part) || fill[part.slice(2, -2)])
    .map((part) =>
      part.replace(/^\[\[?(?:\.\.\.)?(\w+)(?:=\w+)?\]?\]$/, (_all, key: string) => fill[key] ?? `no-${key}`),
    )
    .join('/')
  return `${filled || '/'}${query === undefined ? '' : query === '/default' ? '' : `?${query}`}`
}
