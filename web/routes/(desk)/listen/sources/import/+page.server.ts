import { fail } from '@sveltejs/kit'
import type { ByteStream, ImportMap } from '../../../../../../server/channels/channel.ts'
import { refused, text } from '../../../../../refused.server.ts'
import { door } from '../../door.ts'
import { readMap } from '../import-map.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => ({
  exercise: door(locals).ctx.organisation.kind === 'exercise',
})

interface RowErrors {
  rows: number
  errors: number
  first: { row: number; error: string; sample: string }[]
}

/** The file as it came; it is in memory or in a temporary file of the server, and forgotten with the request. */
const fileOf = (data: FormData): File | null => {
  const file = data.get('file')
  return file instanceof File && file.size > 0 ? file : null
}
/** Who may not import is told so before anything of the file is read. */
async function* nothing(): ByteStream {}

const missing = (data: FormData) =>
  fail(422, {
    problems: [{ field: 'file', message: 'Choose a file.' }],
    values: { name: text(data, 'name') },
    look: null,
    errors: null,
    done: null,
  })

export const actions: Actions = {
  /** Reads the beginning and says which column seems to be what. */
  look: async ({ locals, request }) => {
    const { ctx } = door(locals)
    const may = await locals.app.listen.inspectImport(ctx, { stream: nothing() })
    if (!may.ok) return refused(may.refusal, locals, new FormData())
    const data = await request.formData()
    const file = fileOf(data)
    if (!file) return missing(data)
    const look = await locals.app.listen.inspectImport(ctx, { stream: file.stream() as ByteStream })
    if (!look.ok) return refused(look.refusal, locals, data)
    if (look.value.problem) {
      const problems = [{ field: 'file', message: look.value.problem }]
      return fail(422, { problems, values: {}, look: null, errors: null, done: null })
    }
    const { columns, samples, map, remembered, ask } = look.value
    return {
      problems: [],
      values: {},
      look: { columns, samples, map: remembered ?? map, ask, name: file.name },
      errors: null,
      done: null,
    }
  },
  /** Checks every row; takes them in when all are good, or when the person said to take the good ones. */
  take: async ({ locals, request }) => {
    const { ctx } = door(locals)
    const may = await locals.app.listen.inspectImport(ctx, { stream: nothing() })
    if (!may.ok) return refused(may.refusal, locals, new FormData())
    const data = await request.formData()
    const file = fileOf(data)
    if (!file) return missing(data)
    const columns = data.getAll('columns').map(String)
    const map: ImportMap = readMap(data)
    const done = await locals.app.listen.importFile(ctx, {
      open: () => file.stream() as ByteStream,
      map,
      columns,
      name: file.name,
      takeGoodRows: data.get('good') === 'yes',
    })
    const look = { columns, samples: [], map, ask: [], name: file.name }
    if (done.ok) return { problems: [], values: {}, look: null, errors: null, done: done.value }
    if (done.refusal.kind === 'conflict' && done.refusal.rule === 'rows-with-errors')
      return fail(409, {
        problems: [{ field: 'file', message: done.refusal.why ?? '' }],
        values: {},
        look,
        errors: done.refusal.detail as RowErrors,
        done: null,
      })
    return refused(done.refusal, locals, data)
  },
}
