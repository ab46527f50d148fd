/* What draws panels; the deck asks for it when the first one is wanted. */
export { default as Details } from './Details.svelte'
export { default as Panel } from './Panel.svelte'
