/** The arrows of the house (src/lib/README.md): a room imports what is listed for it, and nothing else of ours. */
const mayImport = {
  base: [],
  definitions: ['base'],
  graph: ['base', 'definitions'],
  plan: ['base', 'definitions', 'graph', 'events'],
  events: ['base', 'definitions'],
  notebook: ['base', 'definitions'],
  language: [],
  storage: ['base', 'definitions', 'graph', 'plan', 'events', 'notebook'],
  artifacts: ['base', 'definitions', 'graph', 'plan', 'events', 'notebook'],
  location: ['base', 'definitions', 'graph', 'plan', 'events', 'notebook', 'artifacts'],
  execution: [
    'base',
    'definitions',
    'graph',
    'plan',
    'events',
    'notebook',
    'storage',
    'artifacts',
    'location',
  ],
  daemon: ['base', 'definitions', 'graph', 'plan', 'events', 'notebook', 'storage'],
  instance: [
    'base',
    'definitions',
    'graph',
    'plan',
    'events',
    'notebook',
    'storage',
    'artifacts',
    'location',
    'execution',
    'daemon',
  ],
  words: [],
  components: [
    'base',
    'definitions',
    'graph',
    'plan',
    'events',
    'notebook',
    'language',
    'artifacts',
    'storage',
    'instance',
    'words',
  ],
};

const room = (name) => `^src/lib/${name}/`;

module.exports = {
  forbidden: [
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: [
          '^virtual:',
          '\\?url$',
          '^svelte/internal',
          '^\\$app/',
          '^\\$service-worker',
          '\\./\\$types',
        ],
      },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      // A component that shows a tree imports itself.
      from: { path: '(.+)' },
      to: { circular: true, pathNot: '^$1$', viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(mayImport).map(([name, allowed]) => ({
      name: `arrows-of-${name}`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^(src|workers)/', pathNot: [name, ...allowed].map(room) },
    })),
    {
      name: 'ui-has-no-worker',
      comment: 'Pages speak to the instance; only composition in lib/instance makes workers.',
      severity: 'error',
      from: { path: '^src/(routes|lib/components)/' },
      to: { path: '^(workers|src/cli)/' },
    },
    {
      name: 'cli-goes-through-the-instance',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(routes|lib/components)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.svelte-kit|build|dist)/|src/lib/words/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: '.config/alias.cjs' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'browser', 'default'],
    },
  },
};
