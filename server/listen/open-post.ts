import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, newId } from '../platform/ids.ts'
import { invalid, ok, type Problem, type Result, refuse } from '../platform/result.ts'
import { type KeptPost, readEdits, readPosts } from '../record/index.ts'
import { cardMaker } from './cards.ts'
import { groundOf } from './ground.ts'
import { allowed } from './policy.ts'
import { correctionsOf } from './store-person.ts'
import {
  type AuthorisationRow,
  accountKey,
  countOpenings,
  insertAuthorisation,
  insertOpening,
  listAuthorisations,
  lockOpenings,
  openedSince,
  validAuthorisations,
} from './store-viewing.ts'
import { IMMEDIATE_MS, isFreeToView, SAME_VIEWING_MS, STOP_AT, STOP_DAYS } from './viewing.ts'
import type { Authorisation, PostDetail, ViewingView } from './views.ts'

/**
 * Opens one post beside its column. Opening posts of one private account again and again stops at the third time in
 * 28 days and asks for an authorisation (`needs: viewing-stop`); every opening of such an account is audited from then on.
 */
export function openPost(ctx: Ctx, input: { id: string }): Promise<Result<PostDetail>> {
  return allowed(ctx, 'listen.read', async () => {
    const [post] = isId(input.id) ? await readPosts(ctx.db.read, ctx.organisation.id, [input.id]) : []
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

async function countViewing(ctx: Ctx, post: KeptPost): Promise<Result<PostDetail['viewing']>> {
  const organisation = ctx.organisation.id
  const person = ctx.person.id
  const free = isFreeToView(groundOf(ctx.organisation.area), post)
  const stop = { stopAt: STOP_AT, days: STOP_DAYS }
  if (free) return ok({ opened: 0, ...stop, authorisedUntil: null, free: true })
  const now = ctx.clock.now()
  const account = accountKey(post.channel, post.author.id)
  const handle = post.author.handle.toLowerCase()
  return ctx.db.transaction(async (tx) => {
    await lockOpenings(tx, person, account)
    const opened = await countOpenings(
      tx,
      organisation,
      person,
      account,
      new Date(now.getTime() - STOP_DAYS * 86_400_000),
    )
    const [held] = await validAuthorisations(tx, organisation, person, [handle], now)
    const authorisedUntil = held?.ends_at ?? null
    if (
      await openedSince(tx, organisation, person, account, post.id, new Date(now.getTime() - SAME_VIEWING_MS))
    )
      return ok({ opened, ...stop, authorisedUntil, free: false })
    if (opened + 1 >= STOP_AT && !held) {
      return refuse({
        kind: 'needs',
        rule: 'viewing-stop',
        why:
          `You have opened posts of @${post.author.handle} ${opened} times in ${STOP_DAYS} days. Looking again and again at one ` +
          'person may be surveillance: give an authorisation (reference, role, expiry), or say why there is no time for one.',
      })
    }
    await insertOpening(tx, organisation, person, account, post.id, now)
    if (held)
      audit(tx, {
        organisation,
        person,
        action: 'listen.account-viewed',
        subject: `post ${post.id}`,
        detail: { authorisation: held.id, opened: opened + 1 },
        at: now,
      })
    return ok({ opened: opened + 1, ...stop, authorisedUntil, free: false })
  })
}

/** Gives this person leave to go on looking at one account, on a named authority or for an immediate response. Audited. */
export function authoriseViewing(
  ctx: Ctx,
  input: { handle: string; authorisation: Authorisation },
): Promise<Result<ViewingView>> {
  return allowed(ctx, 'listen.view-account', async () => {
    const handle = input.handle.replaceAll('\0', '').trim().replace(/^@/, '').toLowerCase()
    if (handle === '' || handle.length > 320) return invalid('handle', 'Name the account.')
    const now = ctx.clock.now()
    const read = readAuthorisation(input.authorisation, now)
    if (!read.ok) return read
    const row: AuthorisationRow = {
      id: newId(now.getTime()),
      person_id: ctx.person.id,
      person_name: ctx.person.name.slice(0, 200),
      handle,
      given_at: now,
      ...read.value,
    }
    return ctx.db.transaction(async (tx) => {
      await insertAuthorisation(tx, ctx.organisation.id, row)
      audit(tx, {
        organisation: ctx.organisation.id,
        person: ctx.person.id,
        action: 'listen.viewing-authorised',
        subject: `account ${handle}`,
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
    if (reason.length < 10 || reason.length > 500)
      return invalid(
        'reason',
        'Say in a sentence (10 to 500 characters) what is happening and why it cannot wait.',
      )
    return ok({
      kind: 'immediate',
      reference: null,
      role: null,
      reason,
      ends_at: new Date(now.getTime() + IMMEDIATE_MS),
    })
  }
  const problems: Problem[] = []
  const reference = clean(a.reference)
  const role = clean(a.role)
  if (reference.length < 2 || reference.length > 120)
    problems.push({ field: 'reference', message: 'Give the reference of the authorisation.' })
  if (role.length < 2 || role.length > 120)
    problems.push({ field: 'role', message: 'Give the role of whoever authorised it.' })
  const ends = a.expiresAt instanceof Date ? a.expiresAt.getTime() : Number.NaN
  if (!(ends > now.getTime()))
    problems.push({ field: 'expiresAt', message: 'Give a date in the future on which it runs out.' })
  else if (ends > now.getTime() + LONGEST_MS)
    problems.push({ field: 'expiresAt', message: 'An authorisation runs for three months at most.' })
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
