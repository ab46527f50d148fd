import { leastDistance, scales, width } from './matches.ts'
import { NAME_FOLDING, type Phrase, type Query } from './tree.ts'
import { lexeme } from './vector.ts'

/** A boolean SQL expression with its parameters, `$1` onwards. */
export interface Sql {
  text: string
  values: unknown[]
}

/**
 * A search as a boolean expression over the columns of `record_post`. It holds for exactly the posts that the matcher
 * matches. Conditions on words become `tsquery`s, as few as can be, so that an index on `words` can answer them.
 * `alias` is the table's name in the statement; `firstParameter` numbers the first placeholder.
 */
export function toSql(tree: Query, alias = 'record_post', firstParameter = 1): Sql {
  const values: unknown[] = []
  const writer = new Writer(alias, values, firstParameter)
  return { text: writer.write(tree), values }
}

class Writer {
  private readonly alias: string
  private readonly values: unknown[]
  private readonly first: number

  constructor(alias: string, values: unknown[], first: number) {
    this.alias = alias
    this.values = values
    this.first = first
  }

  write(tree: Query): string {
    const words = wordQuery(tree)
    if (words !== null) return `${this.column('words')} @@ ${this.value(words)}::tsquery`
    switch (tree.kind) {
      case 'and':
      case 'or':
        return this.parts(tree.kind, tree.parts)
      case 'not':
        return `not (${this.write(tree.part)})`
      case 'filter':
        return this.filter(tree.field, tree.value)
      case 'place':
        return this.some('places', `${folded("item->>'name'")} = ${this.value(tree.name)}`)
      case 'within':
        return this.within(tree)
      default:
        throw new Error(`words are written as one tsquery: ${tree.kind}`)
    }
  }

  private column(name: string): string {
    return `${this.alias}.${name}`
  }

  private value(value: unknown): string {
    this.values.push(value)
    return `$${this.first + this.values.length - 1}`
  }

  /** All the parts that are only about words become one `tsquery`. */
  private parts(kind: 'and' | 'or', parts: Query[]): string {
    const words: Query[] = []
    const others: Query[] = []
    for (const part of parts) (wordQuery(part) === null ? others : words).push(part)
    const written = words.length > 0 ? [this.write({ kind, parts: words })] : []
    for (const part of others) written.push(this.write(part))
    return `(${written.join(` ${kind} `)})`
  }

  private some(column: string, condition: string): string {
    return `exists (select 1 from jsonb_array_elements(${this.column(column)}) as item where ${condition})`
  }

  private filter(field: string, value: string): string {
    switch (field) {
      case 'from':
        return `(${isHandle(this.column('handle'), this.value(value))} or ${lower(this.column('account_id'))} = ${this.value(value)})`
      case 'to':
        return `exists (select 1 from unnest(${this.column('mentions')}) as mention where ${isHandle('mention', this.value(value))})`
      case 'domain': {
        const domain = lower("item->>'domain'")
        return this.some(
          'links',
          `${domain} = ${this.value(value)} or right(${domain}, ${[...value].length + 1}) = ${this.value(`.${value}`)}`,
        )
      }
      case 'url':
        return this.some('links', `position(${this.value(value)} in ${lower("item->>'url'")}) > 0`)
      case 'lang': {
        const lang = lower(this.column('lang'))
        return `(${lang} = ${this.value(value)} or split_part(${lang}, '-', 1) = ${this.value(value)})`
      }
      case 'source':
        return `${this.column('source_kind')} = ${this.value(value)}`
      case 'tone':
        return `${this.column('tone')} = ${this.value(value)}`
      case 'channel':
        return `${this.column('channel')} = ${this.value(value)}`
      default:
        return `jsonb_array_length(${this.column(value === 'link' ? 'links' : 'media')}) > 0`
    }
  }

  private within(centre: { km: number; lat: number; lon: number }): string {
    const [scaleLat, scaleLon] = scales(centre.lat)
    const north = `((item->>'lat')::float8 - ${this.value(centre.lat)}::float8) * ${this.value(scaleLat)}::float8`
    const east = `((item->>'lon')::float8 - ${this.value(centre.lon)}::float8) * ${this.value(scaleLon)}::float8`
    const within = this.value(centre.km * centre.km)
    return this.some('places', `(${north}) * (${north}) + (${east}) * (${east}) <= ${within}::float8`)
  }
}

function lower(expression: string): string {
  return `lower((${expression}) collate "C")`
}

function folded(expression: string): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
  return `translate(${expression}, ${quote(NAME_FOLDING.from)}, ${quote(NAME_FOLDING.to)})`
}

function isHandle(expression: string, value: string): string {
  const handle = lower(expression)
  return `(${handle} = ${value} or split_part(split_part(${handle}, '@', 1), '.', 1) = ${value})`
}

/** A tree that is only about words, as a `tsquery`; null when something in it is not. */
function wordQuery(tree: Query): string | null {
  switch (tree.kind) {
    case 'words':
      return phrase(tree.items)
    case 'near':
      return near(tree.left, tree.right, tree.distance)
    case 'filter':
      return tree.field === 'has' && tree.value === 'question' ? lexeme('?') : null
    case 'not': {
      const part = wordQuery(tree.part)
      return part === null ? null : `!(${part})`
    }
    case 'and':
    case 'or': {
      const parts = tree.parts.map(wordQuery)
      return parts.includes(null) ? null : `(${parts.join(tree.kind === 'and' ? ' & ' : ' | ')})`
    }
    default:
      return null
  }
}

function phrase(items: Phrase): string {
  let text = ''
  let before = 0
  for (const item of items) {
    if (text) text += ` <${item.offset - before}> `
    text += lexeme(item.word) + (item.prefix ? ':*' : '')
    before = item.offset
  }
  return items.length > 1 ? `(${text})` : text
}

/** Both orders at every distance. Phrases of one width go together, because `tsquery` measures from a phrase's ends. */
function near(left: Phrase[], right: Phrase[], distance: number): string {
  const least = leastDistance(left, right)
  const ways: string[] = []
  for (const one of byWidth(left))
    for (const other of byWidth(right))
      for (let d = least; d <= distance; d++)
        ways.push(`(${one} <${d}> ${other})`, `(${other} <${d}> ${one})`)
  return `(${ways.join(' | ')})`
}

function byWidth(phrases: Phrase[]): string[] {
  const groups = new Map<number, string[]>()
  for (const items of phrases) {
    const group = groups.get(width(items))
    if (group) group.push(phrase(items))
    else groups.set(width(items), [phrase(items)])
  }
  return [...groups.values()].map((group) => (group.length > 1 ? `(${group.join(' | ')})` : group[0]!))
}
