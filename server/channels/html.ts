import { Parser } from 'htmlparser2'
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

/**
 * HTML from strangers as plain text: paragraphs and breaks become line breaks, links are collected, nothing of the
 * markup is left. The text is text: what looks like a tag in it was written as one, and pages must escape it as
 * they do every text. Relative addresses are resolved against `base`. Mastodon's invisible halves of long links
 * (`class="invisible"`) are left out and the ellipsis put where the network shows one.
 */
export function readHtml(html: string, base?: string): ReadHtml {
  const links: Link[] = []
  const images: ReadHtml['images'] = []
  const anchors: ReadHtml['anchors'] = []
  const resolve = (url: string | undefined): string | null =>
    url && url.length <= 2_048 && URL.canParse(url.trim(), base) ? new URL(url.trim(), base).href : null

  let out = ''
  let hidden = 0
  const stack: { name: string; hides: boolean; more: boolean; anchor: ReadHtml['anchors'][number] | null }[] =
    []
  const breakTo = (newlines: number) => {
    const have = /\n*$/.exec(out)![0].length
    out = out.replace(/[ \t]+$/, '')
    if (out !== '') out += '\n'.repeat(Math.max(0, newlines - have))
  }

  const parser = new Parser(
    {
      onopentag(name, attribs) {
        const classes = (attribs['class'] ?? '').split(/\s+/).filter(Boolean)
        const hides = UNSEEN.has(name) || classes.includes('invisible') || 'hidden' in attribs
        let anchor: ReadHtml['anchors'][number] | null = null
        if (hides) hidden++
        if (hidden === 0) {
          if (BLOCK.has(name)) breakTo(2)
          else if (LINE.has(name)) out += name === 'li' ? `${/\n$|^$/.test(out) ? '' : '\n'}- ` : '\n'
          else if (CELL.has(name)) out += ' '
          if (name === 'a' && links.length < mostLinks) {
            const href = resolve(attribs['href'])
            if (href) {
              anchor = { href, classes, text: '' }
              anchors.push(anchor)
              addLink(links, toLink(href, attribs['title']))
            }
          }
          if (name === 'img' && images.length < mostLinks) {
            const url = resolve(attribs['src'])
            if (url) images.push({ url, alt: attribs['alt']?.trim() || null })
          }
        }
        stack.push({ name, hides, more: classes.includes('ellipsis'), anchor })
      },
      ontext(text) {
        if (hidden > 0) return
        const flat = text.replace(/\s+/g, ' ')
        out += /\s$|^$/.test(out) ? flat.replace(/^ /, '') : flat
        for (const open of stack) if (open.anchor) open.anchor.text += flat
      },
      onclosetag(name) {
        const open = stack.pop()
        if (!open) return
        if (open.hides) hidden--
        if (hidden > 0 || open.hides) return
        if (open.more) out += '…'
        if (BLOCK.has(name)) breakTo(2)
        else if (LINE.has(name) && name !== 'br' && name !== 'hr') breakTo(1)
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: false },
  )
  parser.write(html.slice(0, longestHtml))
  parser.end()
  const { text, remarks } = clean(
    out
      .replace(/[ \t]*\n[ \t]*/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  )
  return { text, remarks, links, images, anchors }
}
