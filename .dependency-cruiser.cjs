/** Who may import whom (DESIGN of the house, rule 1). */
const slices = 'estate|listen|exercise|converse|publish|crisis|alert'
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engines-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^engines/', pathNot: '\\.test\\.ts$|\\.long\\.ts$' },
      to: { path: '^(server|web|tests|tools)/|^server\\.ts' },
    },
    {
      name: 'platform-imports-engines-only',
      severity: 'error',
      from: { path: '^server/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server/(?!platform/)|web/)' },
    },
    {
      name: 'record-imports-platform-and-engines',
      severity: 'error',
      from: { path: '^server/record/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server/(?!platform/|record/)|web/)' },
    },
    {
      name: 'a-network-imports-the-port',
      severity: 'error',
      from: { path: '^server/channels/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(?!platform/|record/|channels/(?:channel|messages)\\.ts|channels/$1/)|^web/' },
    },
    {
      name: 'a-slice-imports-no-other-slice',
      severity: 'error',
      from: { path: `^server/(${slices})/`, pathNot: '\\.test\\.ts$|/test-[a-z]+\\.ts$' },
      to: {
        path: `^server/(${slices}|channels)/`,
        pathNot: '^server/$1/|^server/channels/channel\\.ts|/events\\.ts$',
      },
    },
    {
      name: 'web-imports-types-and-engines',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.ts$|^web/edge\\.server\\.ts$' },
      to: { path: '^server(/|\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(server|engines|web)/', pathNot: '\\.test\\.ts$|\\.long\\.ts$' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|build|\\.svelte-kit)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'] },
  },
}
