import type { ArchiveInput } from '../../../../../server/listen/views.ts'
import { fromLocal } from '../../../../ui/deck/time.ts'

/** What the address of an archive search says; wrong dates are left out and said. */
export function readAsked(
  query: URLSearchParams,
  zone: string,
): { input: ArchiveInput; values: Record<string, string> } {
  const values = Object.fromEntries(['q', 'from', 'to', 'order'].map((name) => [name, query.get(name) ?? '']))
  return {
    values,
    input: {
      query: values['q'] ?? '',
      from: fromLocal(values['from'] ?? '', zone) ?? undefined,
      to: fromLocal(values['to'] ?? '', zone) ?? undefined,
      order: values['order'] === 'best' ? 'best' : 'newest',
      after: query.get('after') ?? undefined,
    },
  }
}
