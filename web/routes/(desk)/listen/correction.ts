const LABELS = ['lang', 'tone', 'sourceKind', 'places'] as const

/** What the form of `Labels.svelte` sends. Places are names with commas between. */
export function readCorrection(
  id: string,
  form: FormData,
): { id: string; label: (typeof LABELS)[number]; value: string | string[] } {
  const label = LABELS.find((one) => one === form.get('label')) ?? 'tone'
  const value = String(form.get('value') ?? '')
  if (label !== 'places') return { id, label, value }
  return {
    id,
    label,
    value: value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  }
}
