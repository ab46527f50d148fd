import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

// Kit 3 is configured here; a svelte.config.js would be refused.
export default defineConfig({
  plugins: [
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
  build: { target: 'es2022', cssTarget: ['chrome111', 'firefox114', 'safari16.4'], assetsInlineLimit: 0 },
})
