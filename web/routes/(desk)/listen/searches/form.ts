import { redirect } from '@sveltejs/kit'
import type { LawfulBasis, SearchInput } from '../../../../../server/listen/views.ts'
import { refused, text, valuesOf } from '../../../../refused.server.ts'
import { fromLocal } from '../../../../ui/deck/time.ts'
import { door } from '../door.ts'

/** What the form of a search sends, as the slice wants it; the slice says what is missing. */
export function readSearch(data: FormData): SearchInput {
  return {
    name: text(data, 'name'),
    query: text(data, 'query'),
    purpose: text(data, 'purpose'),
    owner: text(data, 'owner') || undefined,
    lawfulBasis: text(data, 'lawfulBasis') as LawfulBasis,
    retentionDays: Number(text(data, 'retentionDays') || Number.NaN),
  }
}

/** Saves a new search or an old one; first the authorisation, when the form brought one. */
export async function saveForm(locals: App.Locals, request: Request, id: string | null) {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  const input = readSearch(data)
  if (text(data, 'kind')) {
    // Only for whom the search names: a form may name anybody, and any number of them.
    const asked = new Set(text(data, 'handles').split(' '))
    const check = await listen.checkQuery(ctx, { query: input.query })
    const named = check.ok ? check.value.needsAuthorisation : []
    for (const handle of named.filter((one) => asked.has(one))) {
      const given = await listen.authoriseViewing(ctx, {
        handle,
        authorisation:
          text(data, 'kind') === 'immediate'
            ? { kind: 'immediate', reason: text(data, 'reason') }
            : {
                kind: 'authorised',
                reference: text(data, 'reference'),
                role: text(data, 'role'),
                expiresAt:
                  fromLocal(text(data, 'expiresAt'), ctx.organisation.timeZone) ?? new Date(Number.NaN),
              },
      })
      if (!given.ok) return refused(given.refusal, locals, data, 'stop')
    }
  }
  const saved = id ? await listen.editSearch(ctx, { ...input, id }) : await listen.saveSearch(ctx, input)
  if (saved.ok) redirect(303, `/listen/searches/${saved.value.id}`)
  if (saved.refusal.kind === 'needs') {
    const check = await listen.checkQuery(ctx, { query: input.query })
    const needs = check.ok ? check.value.needsAuthorisation : []
    data.set('handles', needs.join(' '))
    return refused(saved.refusal, locals, data, 'stop')
  }
  return refused(saved.refusal, locals, data)
}

/** The preview where there is no JavaScript: the page again, with what was found so far. */
export async function previewForm(locals: App.Locals, request: Request) {
  const { listen, ctx } = door(locals)
  const data = await request.formData()
  const known = text(data, 'preview')
  const input = readSearch(data)
  const found = known
    ? await listen.getPreview(ctx, { id: known })
    : await listen.startPreview(ctx, { query: input.query, lawfulBasis: input.lawfulBasis || 'public-task' })
  if (!found.ok) return refused(found.refusal, locals, data)
  return { form: '', problems: [], values: valuesOf(data), preview: found.value }
}
