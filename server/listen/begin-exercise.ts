import type { Channels } from '../channels/channel.ts'
import type { Ctx } from '../platform/context.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { addSource } from './change-source.ts'
import { allowed } from './policy.ts'
import { saveSearch } from './save-search.ts'
import type { SearchInput, SearchView, SourceView } from './views.ts'

const ABOUT: Pick<SearchInput, 'purpose' | 'lawfulBasis' | 'retentionDays'> = {
  purpose: 'An exercise: practise hearing a community through a bad day. Everybody in it is invented.',
  lawfulBasis: 'public-task',
  retentionDays: 28,
}

/** What a duty officer would listen for on such a day; all of it works on any scenario. */
const SEARCHES: { name: string; query: string }[] = [
  { name: 'Everything', query: 'channel:exercise' },
  {
    name: 'River and flood',
    query: 'flood* OR river OR water OR dam OR evacuat* OR llifogydd OR afon OR argae OR rescue OR trapped',
  },
  { name: 'Outlets and official bodies', query: 'source:media OR source:official' },
  { name: 'Questions', query: 'has:question' },
  {
    name: 'Anger',
    query:
      'tone:negative AND (council OR police OR minister OR nobody OR nothing OR disgrace* OR shambles OR useless)',
  },
  { name: 'Kindness', query: 'tone:positive AND (thank* OR help* OR diolch OR neighbour* OR volunteer*)' },
]

export interface Begun {
  source: SourceView
  searches: SearchView[]
}

/** Fills an exercise organisation's deck and lets its scenario play. In a live organisation it is refused. */
export function beginExercise(
  ctx: Ctx,
  input: { scenario?: string; speed?: number; startAt?: number },
): Promise<Result<Begun>> {
  return allowed(ctx, 'listen.sources', async () => {
    if (ctx.organisation.kind !== 'exercise')
      return refuse({
        kind: 'not-allowed',
        rule: 'live',
        why: 'A scenario plays in an exercise organisation only, where nobody can take it for real.',
      })
    const scenarios = (ctx.channels as Channels).scenarios()
    const scenario = input.scenario
      ? scenarios.find((s) => s.id === input.scenario)
      : (scenarios.find((s) => s.area === ctx.organisation.area) ?? scenarios[0])
    if (!scenario) return refuse({ kind: 'not-found', what: 'scenario' })
    const searches: SearchView[] = []
    for (const search of SEARCHES) {
      const saved = await saveSearch(ctx, { ...ABOUT, ...search })
      if (!saved.ok) return saved
      searches.push(saved.value)
    }
    const settings = {
      scenario: scenario.id,
      ...(input.speed === undefined ? {} : { speed: input.speed }),
      ...(input.startAt === undefined ? {} : { startAt: input.startAt }),
    }
    const source = await addSource(ctx, { channel: 'exercise', settings })
    return source.ok ? ok({ source: source.value, searches }) : source
  })
}
