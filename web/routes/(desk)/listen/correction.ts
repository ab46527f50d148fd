const LABELS = ['lang', 'tone', 'sourceKind', 'places'] as const

/** What the forms of `Labels.svelte` send. For places: the ids of those that are right. */
export function readCorrection(
  id: string,
  form: FormData,
): { id: string; label: (typeof LABELS)[number]; value: string | string[] } {
  const label = LABELS.find((one) => one === form.get('label')) ?? 'tone'
  if (label === 'places') return { id, label, value: form.getAll('value').map(String) }
  return { id, label, value: String(form.get('value') ?? '') }
}
