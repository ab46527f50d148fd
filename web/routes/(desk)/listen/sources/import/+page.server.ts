import { fail } from '@sveltejs/kit'
import type { ByteStream } from '../../../../../../server/channels/channel.ts'
import { statusOf } from '../../../../../edge.server.ts'
import { refused, sayProblems, sayRefusal, wordsOf } from '../../../../../refused.server.ts'
import { door } from '../../door.ts'
import { askedIn } from '../import-map.ts'
import type { Actions, PageServerLoad } from './$types'
import { BadForm, openForm } from './form-stream.ts'

export const load: PageServerLoad = ({ locals }) => ({
  exercise: door(locals).ctx.organisation.kind === 'exercise',
})

interface RowErrors {
  rows: number
  errors: number
  first: { row: number; error: string; sample: string }[]
}

/** Who may not import is told so before anything of the file is read. */
async function* nothing(): ByteStream {}

const missing = (locals: App.Locals) =>
  fail(422, {
    problems: [{ field: 'file', message: wordsOf(locals.look.language).refusals.noFile }],
    values: {},
    look: null,
    errors: null,
    done: null,
  })

/** What is no form, or breaks off, is a file that was not chosen: nothing of it was taken. */
async function whole<T>(
  locals: App.Locals,
  action: () => Promise<T>,
): Promise<T | ReturnType<typeof missing>> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof BadForm) return missing(locals)
    throw error
  }
}

export const actions: Actions = {
  /** Reads the beginning and says which column seems to be what. */
  look: ({ locals, request }) =>
    whole(locals, async () => {
      const { ctx } = door(locals)
      const may = await locals.app.listen.inspectImport(ctx, { stream: nothing() })
      if (!may.ok) return refused(may.refusal, locals, new FormData())
      const form = await openForm(request)
      if (!form.file) return missing(locals)
      const look = await locals.app.listen.inspectImport(ctx, { stream: form.file.stream })
      // A browser reads its answer only when it is through with sending.
      await form.fields().catch(() => {})
      if (!look.ok) return refused(look.refusal, locals, new FormData())
      if (look.value.problem) {
        const problems = sayProblems(
          [{ field: 'file', ...look.value.problem }],
          wordsOf(locals.look.language),
        )
        return fail(422, { problems, values: {}, look: null, errors: null, done: null })
      }
      const { columns, samples, map, remembered, ask } = look.value
      return {
        problems: [],
        values: {},
        look: { columns, samples, map: remembered ?? map, ask, name: form.file.name },
        errors: null,
        done: null,
      }
    }),
  /**
   * Checks every row; takes them in when all are good, or when the person said to take the good ones. The file goes to
   * the disk as it comes, and its columns stand after it in the form.
   */
  take: ({ locals, request }) =>
    whole(locals, async () => {
      const { ctx } = door(locals)
      const may = await locals.app.listen.inspectImport(ctx, { stream: nothing() })
      if (!may.ok) return refused(may.refusal, locals, new FormData())
      const form = await openForm(request)
      if (!form.file) return missing(locals)
      const { name, stream } = form.file
      const done = await locals.app.listen.importStream(ctx, {
        stream,
        name,
        asked: async () => askedIn(await form.fields()),
      })
      const data = await form.fields().catch(() => new FormData())
      const { map, columns } = askedIn(data)
      const look = { columns, samples: [], map, ask: [], name }
      if (done.ok) return { problems: [], values: {}, look: null, errors: null, done: done.value }
      if (done.refusal.kind === 'conflict' && done.refusal.rule === 'rows-with-errors')
        return fail(409, {
          problems: [
            {
              field: 'file',
              message: sayRefusal(done.refusal, wordsOf(locals.look.language))[0]?.message ?? '',
            },
          ],
          values: {},
          look,
          errors: done.refusal.detail as RowErrors,
          done: null,
        })
      const problems = sayRefusal(done.refusal, wordsOf(locals.look.language))
      return fail(statusOf(done.refusal), { problems, values: {}, look, errors: null, done: null })
    }),
}
