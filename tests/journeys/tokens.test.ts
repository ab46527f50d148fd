import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(path.resolve(import.meta.dirname, '../../web/ui/tokens.css'), 'utf8')

/** What stands on what, anywhere in the interface. */
const PAIRS: [string, string[]][] = [
  [
    'ink',
    [
      'paper',
      'sheet',
      'shade',
      'accent-shade',
      'good-shade',
      'watch-shade',
      'bad-shade',
      'note-shade',
      'exercise-shade',
    ],
  ],
  ['ink-soft', ['paper', 'sheet', 'shade']],
  ['accent', ['paper', 'sheet', 'shade', 'accent-shade']],
  ['accent-strong', ['paper', 'sheet', 'shade']],
  ['on-accent', ['accent', 'accent-strong']],
  ['rail-ink', ['rail', 'rail-shade']],
  ['rail-soft', ['rail', 'rail-shade']],
  ['good', ['paper', 'sheet', 'shade', 'good-shade']],
  ['watch', ['paper', 'sheet', 'shade', 'watch-shade']],
  ['bad', ['paper', 'sheet', 'shade', 'bad-shade']],
  ['note', ['paper', 'sheet', 'shade', 'note-shade']],
  ['sheet', ['good', 'note', 'ink', 'bad', 'watch']],
  ['on-bad', ['bad']],
  ['on-hold', ['hold']],
  ['on-exercise', ['exercise']],
  ['exercise', ['paper', 'sheet', 'exercise-shade']],
  ['on-focus', ['focus']],
]

/** Edges of controls and the focus block need 3:1 (WCAG 1.4.11). */
const EDGES: [string, string[]][] = [
  ['edge', ['paper', 'sheet']],
  ['on-focus', ['focus']],
]

function colours(theme: 0 | 1): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name, value] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    const pair = /light-dark\((#\w{6}), (#\w{6})\)/.exec(value ?? '')
    const colour = pair ? pair[theme + 1] : /^#\w{6}$/.exec(value ?? '')?.[0]
    if (name && colour) found[name] = colour
  }
  return found
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

describe.each([['light', 0] as const, ['dark', 1] as const])('in the %s theme', (_name, theme) => {
  const all = colours(theme)
  const measure = (front: string, back: string) => {
    if (!all[front] || !all[back]) throw new Error(`no colour ${all[front] ? back : front}`)
    return contrast(all[front], all[back])
  }
  it.each(PAIRS.flatMap(([front, backs]) => backs.map((back) => [front, back] as const)))(
    '%s on %s has a contrast of at least 4.5:1',
    (front, back) => expect(measure(front, back)).toBeGreaterThanOrEqual(4.5),
  )
  it.each(EDGES.flatMap(([front, backs]) => backs.map((back) => [front, back] as const)))(
    '%s against %s has a contrast of at least 3:1',
    (front, back) => expect(measure(front, back)).toBeGreaterThanOrEqual(3),
  )
})

it('colours are named in tokens.css and nowhere else', () => {
  for (const file of ['base', 'desk', 'forms', 'pages', 'parts', 'plain', 'type']) {
    const text = readFileSync(path.resolve(import.meta.dirname, `../../web/ui/${file}.css`), 'utf8')
    expect(text.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(/gi), `${file}.css`).toBeNull()
  }
})
