import { audit } from '../platform/audit/audit.ts'
import type { Ctx } from '../platform/context.ts'
import { isId, newId } from '../platform/ids.ts'
import { invalid, ok, type Result, refuse } from '../platform/result.ts'
import { type KeptPost, lockPost, readPosts, setLabel, setPlaces } from '../record/index.ts'
import type { FoundPlace } from '../record/post.ts'
import { cardMaker } from './cards.ts'
import type { ListenDoor } from './door.ts'
import { withoutHidden } from './followed.ts'
import { said } from './messages.ts'
import { allowed } from './policy.ts'
import { countedLabels, relabel } from './relabel.ts'
import { insertCorrection } from './store-person.ts'
import { tellOthers } from './tell-others.ts'
import type { PostCard } from './views.ts'

type Input = Parameters<ListenDoor['correctLabel']>[1]

const TONES = ['negative', 'neutral', 'positive']
const KINDS = ['media', 'official', 'charity', 'business', 'eyewitness', 'public']

/**
 * A person puts a label right. Their word stays when the post is edited, the counts of every search that keeps the
 * post follow it, and the correction is kept and audited. `places` takes the ids of the found places that are right.
 */
export function correctLabel(ctx: Ctx, input: Input): Promise<Result<PostCard>> {
  return allowed(ctx, 'listen.correct', async () => {
    if (!isId(input.id) || (await withoutHidden(ctx, [{ id: input.id }])).length === 0)
      return refuse({ kind: 'not-found', what: 'post' })
    const organisation = ctx.organisation.id
    const done = await ctx.db.transaction(async (tx) => {
      const post = await lockPost(tx, organisation, input.id)
      if (!post) return refuse({ kind: 'not-found', what: 'post' })
      const read = readCorrection(post, input)
      if (!read.ok) return read
      const { from, to } = read.value
      if (from === to) return ok(null)
      const at = ctx.clock.now()
      const person = ctx.person.name.slice(0, 200)
      if (read.value.places) await setPlaces(tx, organisation, post.id, read.value.places)
      else {
        const label = input.label as 'lang' | 'tone' | 'sourceKind'
        await setLabel(tx, organisation, post.id, label, {
          value: to,
          probability: 1,
          because: [`said by ${person}`],
          correctedBy: person,
        })
        const counted = { ...countedLabels(post), [label === 'sourceKind' ? 'kind' : label]: to }
        await relabel(tx, organisation, post, counted)
      }
      await insertCorrection(tx, organisation, newId(at.getTime()), ctx.person.id, {
        post_id: post.id,
        label: input.label,
        from_value: from,
        to_value: to,
        person_name: person,
        at,
      })
      tellOthers(tx, organisation, {
        type: 'listen.label-corrected',
        data: { post: post.id, label: input.label },
      })
      audit(tx, {
        organisation,
        person: ctx.person.id,
        action: 'listen.label-corrected',
        subject: `post ${post.id}`,
        detail: { label: input.label, from, to },
        at,
      })
      return ok(null)
    })
    if (!done.ok) return done
    const [post] = await readPosts(ctx.db.read, organisation, [input.id])
    if (!post) return refuse({ kind: 'not-found', what: 'post' })
    return ok((await (await cardMaker(ctx)).cards([post], 'each'))[0]!)
  })
}

interface Correction {
  from: string
  to: string
  places?: FoundPlace[]
}

function readCorrection(post: KeptPost, input: Input): Result<Correction> {
  if (input.label === 'places') {
    const right = Array.isArray(input.value) ? input.value : [input.value]
    if (right.some((id) => !post.places.some((p) => p.id === id)))
      return invalid('value', said('place-not-found'))
    const places = post.places.filter((p) => right.includes(p.id))
    const say = (list: FoundPlace[]) =>
      list
        .map((p) => p.name)
        .join(', ')
        .slice(0, 2000)
    return ok({ from: say(post.places), to: say(places), places })
  }
  const to = String(input.value).trim()
  if (input.label === 'tone') {
    if (!TONES.includes(to)) return invalid('value', said('tone-none'))
    return ok({ from: post.tone.value, to })
  }
  if (input.label === 'sourceKind') {
    if (!KINDS.includes(to)) return invalid('value', said('kind-none', KINDS.join(', ')))
    return ok({ from: post.sourceKind.value, to })
  }
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(to) || to.length > 35)
    return invalid('value', said('language-none'))
  return ok({ from: post.lang.value, to })
}
