import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

/**
 * The engines read their bundled data beside their source. In the built server that source is one of many chunks, so
 * the same file is looked for upwards from there; nothing is copied and no path of this machine is written down.
 */
const enginesData: Plugin = {
  name: 'folkmoot-engines-data',
  enforce: 'pre',
  transform: {
    filter: { id: /\/engines\/\w+\/[\w-]+\.ts$/ },
    handler(code, id) {
      const folder = /\/(engines\/\w+)\/[\w-]+\.ts$/.exec(id)?.[1]
      const seek = (file: string) =>
        `[1,2,3,4,5,6,7].map((up) => new URL('../'.repeat(up) + '${folder}/${file}', import.meta.url)).find((url) => __existsSync(url))`
      const found = code.replace(
        /new URL\('\.\/(data\/[\w.-]+)', import\.meta\.url\)/g,
        (_all, file: string) => seek(file),
      )
      return found === code
        ? null
        : { code: `import { existsSync as __existsSync } from 'node:fs'\n${found}`, map: null }
    },
  },
}

/** Kit hides what it reads out on navigation with a style attribute, which our policy refuses; a class does the same. */
const quietAnnouncer: Plugin = {
  name: 'folkmoot-quiet-announcer',
  enforce: 'pre',
  transform: {
    filter: { id: /@sveltejs\/kit\/src\/runtime\/components\/root\.svelte$/ },
    handler: (code) => ({ code: code.replace(/\bstyle="[^"]*"/, 'class="fm-visually-hidden"'), map: null }),
  },
}

/**
 * What every page needs comes in one file, and what every card of a post needs in another: small files compress badly, and
 * each costs a request.
 */
const CHUNKS = [
  {
    name: 'ground',
    test: /vite\/preload-helper|web\/ui\/(Plain|Head|Wrong|wrong|Foot|SkipLink|Mark|KeysHelp|part|form)\.|web\/words\/index|node_modules\/(svelte|clsx|esm-env|devalue)\/|@sveltejs\/kit\/src\/(?!runtime\/app\/forms|runtime\/form-utils|runtime\/client\/(remote|entry|client-entry))/,
  },
  {
    name: 'card',
    test: /web\/ui\/deck\/(Card|Kind|Pin|PostText|Tone|When|ask|wire|marks|here|time|numbers|rows|Rooms|panels)\./,
  },
]

// Kit 3 is configured here; a svelte.config.js would be refused.
export default defineConfig({
  plugins: [
    enginesData,
    quietAnnouncer,
    sveltekit({
      adapter: adapter({ out: 'build' }),
      files: { src: 'web', assets: 'web/static' },
      // Only so that Kit makes a nonce for its own script; hooks.server.ts writes the header that is sent.
      csp: { mode: 'nonce', directives: { 'script-src': ['self'] } },
      // Our own check (hooks.server.ts) knows the public origin; Kit's would have to guess it behind our server.
      csrf: { trustedOrigins: ['*'] },
      version: { pollInterval: 0 },
    }),
  ],
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } } } } },
  build: {
    // A page's own code is fetched with all that it needs; what a page asks for later needs little that is not there.
    modulePreload: {
      resolveDependencies: (_file, needs, { hostId }) => (hostId.includes('/entry/') ? needs : []),
    },
    target: 'es2022',
    cssTarget: ['chrome111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
  },
})
