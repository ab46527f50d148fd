import { type Handler, Parser } from 'htmlparser2'
import type { Link } from '../record/post.ts'
import { addLink, clean, toLink } from './wording.ts'

/** What a person would read of a piece of HTML, and what it points at. */
export interface ReadHtml {
  text: string
  remarks: string[]
  links: Link[]
  /** `src` and `alt` of each picture, in order. */
  images: { url: string; alt: string | null }[]
  /** Each anchor with its classes and words, for networks that mark mentions and tags on it. */
  anchors: { href: string; classes: string[]; text: string }[]
}

/** More than this is not a post; the rest is not read. */
const longestHtml = 1_000_000
const mostLinks = 200

const BLOCK = new Set(
  'p div section article blockquote ul ol dl table tr h1 h2 h3 h4 h5 h6 pre figure figcaption header footer aside form address main nav'.split(
    ' ',
  ),
)
const LINE = new Set(['li', 'dt', 'dd', 'br', 'hr', 'caption'])
const CELL = new Set(['td', 'th'])
/** Left out with all they contain. */
const UNSEEN = new Set(
  'script style noscript template textarea select option iframe object embed svg math title head audio video canvas xmp noembed noframes'.split(
    ' ',
  ),
)

/** Deeper than anybody writes by hand. A closing tag costs as much as there is open. */
const deepest = 500

class TooDeep extends Error {}

/**
 * Parses HTML in time that grows with its length alone, whatever it is. False when it was nested so deep that the
 * rest was not read.
 */
export function parseHtml(html: string, handler: Partial<Handler>): boolean {
  let depth = 0
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, implied) {
        if (++depth > deepest) throw new TooDeep()
        handler.onopentag?.(name, attributes, implied)
      },
      onclosetag(name, implied) {
        depth--
        handler.onclosetag?.(name, implied)
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: false },
  )
  try {
    parser.write(html)
    parser.end()
    return true
  } catch (error) {
    if (error instanceof TooDeep) return false
    throw error
  }
}

/** Words with the white space between them put off until the next word, so that nothing written is looked at again. */
class Page {
  readonly #parts: string[] = []
  #space = false
  #lines = 0

  write(flat: string): void {
    const words = flat.trim()
    if (flat.startsWith(' ')) this.space()
    if (words === '') return
    if (this.#parts.length > 0)
      this.#parts.push(this.#lines > 0 ? '\n'.repeat(this.#lines) : this.#space ? ' ' : '')
    this.#parts.push(words)
    this.#lines = 0
    this.#space = flat.endsWith(' ')
  }

  space(): void {
    this.#space = true
  }

  /** At least so many line breaks before the next word, two at most; `more` adds them to those that wait. */
  lines(count: number, more = false): void {
    this.#lines = Math.min(2, more ? this.#lines + count : Math.max(this.#lines, count))
    this.#space = false
  }

  toString(): string {
    return this.#parts.join('')
  }
}

/**
 * HTML from strangers as plain text: paragraphs and breaks become line breaks, links are collected, nothing of the
 * markup is left. The text is text: what looks like a tag in it was written as one, and pages must escape it as
 * they do every text. Relative addresses are resolved against `base`. Mastodon's invisible halves of long links
 * (`class="invisible"`) are left out and the ellipsis put where the network shows one.
 */
export function readHtml(html: string, base?: string): ReadHtml {
  const page = new Page()
  const read = new Reading(page, base)
  const whole = parseHtml(html.slice(0, longestHtml), {
    onopentag: (name, attributes) => read.open(name, attributes),
    ontext: (text) => read.text(text),
    onclosetag: (name) => read.close(name),
  })
  const { text, remarks } = clean(page.toString())
  if (html.length > longestHtml) remarks.push('markup cut after a million characters')
  if (!whole) remarks.push(`markup nested deeper than ${deepest}; the rest was not read`)
  return { text, remarks, links: read.links, images: read.images, anchors: read.anchors }
}

interface Open {
  hides: boolean
  more: boolean
  anchor: boolean
}

/** What one document has shown so far. */
class Reading {
  readonly links: Link[] = []
  readonly images: ReadHtml['images'] = []
  readonly anchors: ReadHtml['anchors'] = []
  readonly #page: Page
  readonly #base: string | undefined
  readonly #stack: Open[] = []
  readonly #within: ReadHtml['anchors'] = []
  #hidden = 0

  constructor(page: Page, base: string | undefined) {
    this.#page = page
    this.#base = base
  }

  open(name: string, attributes: Record<string, string>): void {
    const classes = (attributes['class'] ?? '').split(/\s+/).filter(Boolean)
    const hides = UNSEEN.has(name) || classes.includes('invisible') || 'hidden' in attributes
    if (hides) this.#hidden++
    let anchor = false
    if (this.#hidden === 0) {
      this.#break(name)
      if (name === 'a') anchor = this.#anchor(attributes, classes)
      if (name === 'img' && this.images.length < mostLinks) {
        const url = this.#resolve(attributes['src'])
        if (url) this.images.push({ url, alt: attributes['alt']?.trim() || null })
      }
    }
    this.#stack.push({ hides, more: classes.includes('ellipsis'), anchor })
  }

  text(text: string): void {
    if (this.#hidden > 0) return
    const flat = text.replace(/\s+/g, ' ')
    this.#page.write(flat)
    for (const anchor of this.#within) anchor.text += flat
  }

  close(name: string): void {
    const open = this.#stack.pop()
    if (!open) return
    if (open.anchor) this.#within.pop()
    if (open.hides) this.#hidden--
    if (this.#hidden > 0 || open.hides) return
    if (open.more) this.#page.write('…')
    if (BLOCK.has(name)) this.#page.lines(2)
    else if (LINE.has(name) && name !== 'br' && name !== 'hr') this.#page.lines(1)
  }

  #break(name: string): void {
    if (BLOCK.has(name)) this.#page.lines(2)
    else if (name === 'li') {
      this.#page.lines(1)
      this.#page.write('- ')
    } else if (LINE.has(name)) this.#page.lines(1, true)
    else if (CELL.has(name)) this.#page.space()
  }

  #anchor(attributes: Record<string, string>, classes: string[]): boolean {
    const href = this.links.length < mostLinks ? this.#resolve(attributes['href']) : null
    if (!href) return false
    const anchor = { href, classes, text: '' }
    this.anchors.push(anchor)
    this.#within.push(anchor)
    addLink(this.links, toLink(href, attributes['title']))
    return true
  }

  #resolve(url: string | undefined): string | null {
    return url && url.length <= 2_048 && URL.canParse(url.trim(), this.#base)
      ? new URL(url.trim(), this.#base).href
      : null
  }
}
