import { lowerAscii } from '../../engines/query/index.ts'
import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, newId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse, type SaidProblem } from '../platform/result.ts'
import { readEdits, readPosts } from '../record/index.ts'
import { cardMaker } from './cards.ts'
import { countViewing } from './count-viewing.ts'
import { withoutHidden } from './followed.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { correctionsOf } from './store-person.ts'
import {
  type AuthorisationRow,
  accountKey,
  insertAuthorisation,
  listAuthorisations,
} from './store-viewing.ts'
import { IMMEDIATE_MS } from './viewing.ts'
import type { Authorisation, PostDetail, ViewingView } from './views.ts'

/**
 * Opens one post beside its column. Opening posts of one private account again and again stops at a number of times in
 * 28 days (the organisation's; three where it has not set one) and asks for an authorisation (`needs: viewing-stop`); every opening of such an account is audited from then on.
 */
export function openPost(ctx: Ctx, input: { id: string }): Promise<Result<PostDetail>> {
  return allowed(ctx, 'listen.read', async () => {
    const [post] = await withoutHidden(ctx, await readOne(ctx, input.id))
    if (!post) return refuse({ kind: 'not-found', what: 'post' })
    const viewing = await countViewing(ctx, post)
    if (!viewing.ok) return viewing
    const maker = await cardMaker(ctx)
    const [cards, edits, corrections] = await Promise.all([
      maker.cards([post], 'each'),
      readEdits(ctx.db.read, ctx.organisation.id, [post.id]),
      correctionsOf(ctx.db.read, ctx.organisation.id, post.id),
    ])
    return ok({
      ...cards[0]!,
      edits: edits.map(({ at, before }) => ({ at, before })),
      corrections: corrections.map((c) => ({
        label: c.label,
        from: c.from_value,
        to: c.to_value,
        by: c.person_name,
        at: c.at,
      })),
      viewing: viewing.value,
    })
  })
}

const readOne = (ctx: Ctx, id: string) =>
  isId(id) ? readPosts(ctx.db.read, ctx.organisation.id, [id]) : Promise.resolve([])

/**
 * Gives this person leave to go on looking at one account, on a named authority or for an immediate response. By a
 * post it is for the account that wrote it; by a handle, as a search names it, for the first account of that name. Audited.
 */
export function authoriseViewing(
  ctx: Ctx,
  input: { handle: string; authorisation: Authorisation } | { post: string; authorisation: Authorisation },
): Promise<Result<ViewingView>> {
  return allowed(ctx, 'listen.view-account', async () => {
    const [post] = 'post' in input ? await withoutHidden(ctx, await readOne(ctx, input.post)) : []
    if ('post' in input && !post) return refuse({ kind: 'not-found', what: 'post' })
    const named = 'post' in input ? post!.author.handle : input.handle
    const handle = lowerAscii(named.replaceAll('\0', '').trim().replace(/^@/, ''))
    if (handle === '' || handle.length > 320) return invalid('handle', said('account-none'))
    const now = ctx.clock.now()
    const read = readAuthorisation(input.authorisation, now)
    if (!read.ok) return read
    const row: AuthorisationRow = {
      id: newId(now.getTime()),
      person_id: ctx.person.id,
      person_name: ctx.person.name.slice(0, 200),
      handle,
      account_key: post ? accountKey(post.channel, post.author.id) : null,
      given_at: now,
      ...read.value,
    }
    return ctx.db.transaction(async (tx) => {
      await insertAuthorisation(tx, ctx.organisation.id, row)
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action: 'listen.viewing-authorised',
        subject: `account ${post ? `${post.channel} ` : ''}${handle}`,
        detail: {
          id: row.id,
          kind: row.kind,
          reference: row.reference,
          role: row.role,
          reason: row.reason,
          endsAt: row.ends_at.toISOString(),
        },
        at: now,
      })
      return ok(toView(row))
    })
  })
}

type Given = Pick<AuthorisationRow, 'kind' | 'reference' | 'role' | 'reason' | 'ends_at'>
/** An authorisation under RIPA lasts three months. */
const LONGEST_MS = 92 * 86_400_000

function readAuthorisation(a: Authorisation, now: Date): Result<Given> {
  const clean = (text: unknown) =>
    typeof text === 'string' ? text.replaceAll('\0', '').toWellFormed().trim() : ''
  if (a.kind === 'immediate') {
    const reason = clean(a.reason)
    if (reason.length < 10 || reason.length > 500) return invalid('reason', said('immediate-reason'))
    return ok({
      kind: 'immediate',
      reference: null,
      role: null,
      reason,
      ends_at: new Date(now.getTime() + IMMEDIATE_MS),
    })
  }
  const problems: SaidProblem[] = []
  const reference = clean(a.reference)
  const role = clean(a.role)
  if (reference.length < 2 || reference.length > 120)
    problems.push({ field: 'reference', ...said('reference-none') })
  if (role.length < 2 || role.length > 120) problems.push({ field: 'role', ...said('authoriser-none') })
  const ends = a.expiresAt instanceof Date ? a.expiresAt.getTime() : Number.NaN
  if (!(ends > now.getTime())) problems.push({ field: 'expiresAt', ...said('expiry-past') })
  else if (ends > now.getTime() + LONGEST_MS) problems.push({ field: 'expiresAt', ...said('expiry-far') })
  if (problems.length > 0) return refuse({ kind: 'invalid', problems })
  return ok({ kind: 'authorised', reference, role, reason: null, ends_at: new Date(ends) })
}

function toView(row: AuthorisationRow): ViewingView {
  const authorisation: Authorisation =
    row.kind === 'immediate'
      ? { kind: 'immediate', reason: row.reason ?? '' }
      : { kind: 'authorised', reference: row.reference ?? '', role: row.role ?? '', expiresAt: row.ends_at }
  return {
    id: row.id,
    person: { id: row.person_id, name: row.person_name },
    handle: row.handle,
    authorisation,
    givenAt: row.given_at,
    endsAt: row.ends_at,
  }
}

/** Who looked at whom on what authority; for whoever answers for it. */
export function listViewings(ctx: Ctx, _input?: Record<string, never>): Promise<Result<ViewingView[]>> {
  return allowed(ctx, 'estate.audit', async () =>
    ok((await listAuthorisations(ctx.db.read, ctx.organisation.id)).map(toView)),
  )
}
