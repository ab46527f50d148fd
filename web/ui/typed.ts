/**
 * What somebody types before the page is alive. Coming alive puts back what the server wrote, so it is kept before and
 * given back after: on a slow phone these are whole sentences.
 */
let kept: (() => void)[] = []

/** As the page comes alive, before any field is touched: notes every one that no longer holds what the server wrote. */
export function keepTyped(): void {
  // On the server there is no page yet.
  if (typeof document === 'undefined') return
  kept = [...document.querySelectorAll<HTMLElement>('input, textarea, select')].flatMap(noted)
}

/** After the page has come alive: gives back what was noted, as if it were typed now. */
export function giveBackTyped(): void {
  for (const giveBack of kept.splice(0)) giveBack()
}

function noted(field: HTMLElement): (() => void)[] {
  if (field instanceof HTMLSelectElement) {
    const at = field.selectedIndex
    const written = [...field.options].findIndex((option) => option.defaultSelected)
    return at === Math.max(0, written) ? [] : [() => set(field, () => (field.selectedIndex = at))]
  }
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return []
  const { value } = field
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
    const { checked } = field
    return checked === field.defaultChecked ? [] : [() => set(field, () => (field.checked = checked))]
  }
  if (field.type === 'file' || value === field.defaultValue) return []
  return [() => set(field, () => (field.value = value))]
}

function set(field: HTMLElement, how: () => void): void {
  how()
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
}
