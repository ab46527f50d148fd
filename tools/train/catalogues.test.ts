import { describe, expect, test } from 'vitest'
import { freshTexts, heldOutOf } from './catalogues.ts'

describe('texts by which languages are judged', () => {
  test('none stands in a catalogue that was trained on', () => {
    expect(freshTexts(['cau', 'agor y ffeil', 'cadw fel'], new Set(['agor y ffeil']))).toEqual([
      'cau',
      'cadw fel',
    ])
  })

  test('of many every nth is taken, from the first file to the last', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `${i}`)
    const chosen = freshTexts(many, new Set(), 300)
    expect(chosen).toHaveLength(250)
    expect(chosen.at(-1)).toBe('996')
  })

  test('whole packages are kept for the test', () => {
    expect(heldOutOf('/usr/lib/libreoffice/program/resource/cy/LC_MESSAGES/sw.mo')).toBe('libreoffice-l10n')
    expect(heldOutOf('/usr/share/locale/cy/LC_MESSAGES/gtk20.mo')).toBeNull()
  })
})
