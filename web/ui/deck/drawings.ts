/* What draws panels; the deck asks for it, through `draw.ts`, when the first one is wanted. */
export { default as Details } from './Details.svelte'
export { default as Panel } from './Panel.svelte'
