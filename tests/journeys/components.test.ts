import { readFileSync } from 'node:fs'
import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import sanitizeHtml from 'sanitize-html'
import type { Component, Snippet } from 'svelte'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const official = path.join(root, 'node_modules/govuk-frontend/dist/govuk/components')

interface Fixture {
  name: string
  options: Record<string, unknown>
  html: string
}

/** Our component for each of theirs. */
const COMPONENTS: Record<string, string> = {
  breadcrumbs: 'Breadcrumbs',
  button: 'Button',
  checkboxes: 'Checkboxes',
  'date-input': 'DateInput',
  details: 'Details',
  'error-summary': 'ErrorSummary',
  fieldset: 'Fieldset',
  input: 'Input',
  'inset-text': 'InsetText',
  'notification-banner': 'NotificationBanner',
  pagination: 'Pagination',
  radios: 'Radios',
  select: 'Select',
  'skip-link': 'SkipLink',
  'summary-list': 'SummaryList',
  table: 'Table',
  tabs: 'Tabs',
  tag: 'Tag',
  textarea: 'Textarea',
  'warning-text': 'WarningText',
}

let vite: ViteDevServer
let render: (component: Component<Record<string, unknown>>, options: { props: object }) => { body: string }
let createRawSnippet: (fn: () => { render: () => string }) => Snippet

beforeAll(async () => {
  vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [
      svelte({ configFile: false }),
      {
        name: 'page-state',
        enforce: 'pre',
        resolveId: (id) => (id === '$app/state' ? '\0state' : null),
        load: (id) => (id === '\0state' ? 'export const page = { data: {} }' : null),
      },
    ],
  })
  render = (await vite.ssrLoadModule('svelte/server'))['render']
  createRawSnippet = (await vite.ssrLoadModule('svelte'))['createRawSnippet']
})
afterAll(() => vite.close())

/** Their options as our props: markup becomes a snippet, their prefix becomes ours. */
function toProps(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => toProps(one))
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toProps(v, k)]))
  if (typeof value !== 'string') return value
  if (/^(html|.*Html)$/.test(key))
    return value === '' ? undefined : createRawSnippet(() => ({ render: () => value }))
  return key === 'classes' ? ours(value) : value
}

const ours = (text: string) => text.replaceAll('govuk-', 'fm-')

/** The same markup always gives the same text: attributes in order, our prefix, space that shows nothing gone. */
function normal(html: string): string {
  const clean = sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    allowedSchemes: false,
    transformTags: {
      '*': (tagName, attribs) => ({
        tagName,
        attribs: Object.fromEntries(
          Object.entries(attribs)
            .filter(([name]) => name !== 'data-module')
            .map(([name, value]): [string, string] => [
              name,
              name === 'class' ? ours(value).trim().split(/\s+/).sort().join(' ') : ours(value),
            ])
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      }),
    },
  })
  return clean
    .replace(/\s+/g, ' ')
    .replace(/ ?(<[^>]+>) ?/g, '$1')
    .replace(/(<[^>]+>)/g, '\n$1')
    .trim()
}

describe.each(Object.entries(COMPONENTS))('%s has the markup of govuk-frontend', (theirs, name) => {
  const { fixtures } = JSON.parse(readFileSync(path.join(official, theirs, 'fixtures.json'), 'utf8')) as {
    fixtures: Fixture[]
  }
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const module = await vite.ssrLoadModule(`/web/ui/${name}.svelte`)
    const props = toProps(fixture.options) as Record<string, unknown>
    if (theirs === 'fieldset' && props['html']) props['children'] = props['html']
    const { body } = render(module['default'], { props })
    expect(normal(body)).toBe(normal(fixture.html))
  })
})
