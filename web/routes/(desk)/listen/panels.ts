import type { ListenDoor } from '../../../../server/listen/index.ts'
import type { Ctx } from '../../../../server/platform/context.ts'
import type { PanelData, PanelName } from '../../../ui/deck/panels.ts'
import { may, must } from './door.ts'

/** Loads the panels of one search side by side; one that cannot be had is left out. */
export async function loadPanels(
  listen: ListenDoor,
  ctx: Ctx,
  search: string,
  names: PanelName[],
): Promise<PanelData> {
  const wants = (name: PanelName) => names.includes(name)
  const input = { search }
  const [view, temperature, spikes, outlets, sides, sources, languages, places, coverage, states] =
    await Promise.all([
      listen.getSearch(ctx, { id: search }),
      wants('temperature') ? listen.getTemperature(ctx, input) : null,
      wants('spikes') ? listen.listSpikes(ctx, input) : null,
      wants('outlets') ? listen.getOutlets(ctx, input) : null,
      wants('sides') ? listen.getSides(ctx, input) : null,
      wants('sources') ? listen.getSourceKinds(ctx, input) : null,
      wants('languages') ? listen.getLanguages(ctx, input) : null,
      wants('places') ? listen.getPlaces(ctx, input) : null,
      wants('coverage') ? listen.getCoverage(ctx) : null,
      wants('coverage') ? listen.listSources(ctx) : null,
    ])
  return {
    search: must(view),
    temperature: temperature ? may(temperature) : undefined,
    spikes: spikes ? may(spikes) : undefined,
    outlets: outlets ? may(outlets) : undefined,
    sides: sides ? may(sides) : undefined,
    sources: sources ? may(sources) : undefined,
    languages: languages ? may(languages) : undefined,
    places: places ? may(places) : undefined,
    coverage: coverage ? may(coverage) : undefined,
    states: states ? may(states) : undefined,
  }
}
