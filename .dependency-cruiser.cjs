// The import rule of docs/architecture.md: a room imports the floors below it, through their index.
const floors = [
  'kernel',
  'ports',
  'events',
  'memory|connectors',
  'policy',
  'effects',
  'approvals|agent',
  'orchestrator',
  'observability',
  'gateway|console',
  'app',
];
const rooms = floors.join('|');
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

/** What rooms may use besides Node: none of these speaks to a system outside. */
const libraries = [
  'zod',
  'yaml',
  'luxon',
  'chrono-node',
  'croner',
  'csv-stringify',
  'email-addresses',
  'yazl',
  '@scure/base',
  '@marcbachmann/cel-js',
  'fastify',
  '@fastify/[^/]+',
  'fastify-type-provider-zod',
  'pino',
  'pino-pretty',
  'prom-client',
  'commander',
  '@bomb\\.sh/tab',
  '@clack/prompts',
  'diff',
  'eventsource',
  'fast-string-width',
  'fast-wrap-ansi',
  'uuid',
  'fastest-levenshtein',
  'croner',
  'city-timezones',
  'safe-stable-stringify',
  'stemmer',
].join('|');

const page = '^src/console/page/';
const shapes = '^src/console/api/';
const test = '\\.(test|fake)\\.tsx?$';

module.exports = {
  forbidden: [
    ...floors.flatMap((floor, index) =>
      floor
        .split('|')
        .map((room) =>
          rule(
            `floor-${room}`,
            { path: `^src/${room}/`, pathNot: [test] },
            { path: '^src/', pathNot: `^src/(${[...floors.slice(0, index), room].join('|')})/` },
          ),
        ),
    ),
    rule('unknown-room', { path: '^src/', pathNot: `^src/((${rooms})/|main\\.ts$)` }, {}),
    rule('unknown-place', { path: ['^adapters/[^/]+$', '^adapters/[^/]+/[^/]+$', '^skills/[^/]+$'] }, {}),
    rule('main-starts-app-only', { path: '^src/main\\.ts$' }, { path: '.', pathNot: '^src/app/index\\.ts$' }),
    rule(
      'through-index',
      { path: '^(src|adapters|skills)/([^/]+)/', pathNot: [test] },
      { path: '^src/[^/]+/', pathNot: ['^src/[^/]+/index\\.ts$', '^src/$2/'] },
    ),
    rule(
      'adapter-sees-ports',
      { path: '^adapters/([^/]+)/([^/]+)/', pathNot: [test] },
      { path: '^(src|adapters|skills|test)/', pathNot: '^(src/(ports|kernel)/index\\.ts$|adapters/$1/$2/)' },
    ),
    rule(
      'skill-sees-ports',
      { path: '^skills/([^/]+)/' },
      { path: '.', pathNot: '^(src/(ports|kernel)/index\\.ts$|skills/$1/)' },
    ),
    rule('app-wires', { path: '^src/', pathNot: ['^src/app/', test] }, { path: '^(adapters|skills)/' }),
    rule(
      'no-test-in-product',
      { path: '^(src|adapters|skills)/', pathNot: test },
      { path: ['^test/', test] },
    ),
    rule(
      'no-vendor-in-src',
      { path: '^src/', pathNot: [page, test] },
      { path: 'node_modules/', pathNot: `node_modules/(${libraries})/` },
    ),
    rule(
      'page-stands-alone',
      { path: page },
      {
        path: '.',
        pathNot: [
          page,
          shapes,
          'node_modules/(@preact/signals|@preact/signals-core|preact|diff|vitest|fast-check)/',
        ],
      },
    ),
    // The page is typed by the shapes of the API, but their schemas stay out of what browsers load.
    rule('page-takes-shapes-by-type', { path: page }, { path: shapes, dependencyTypesNot: ['type-only'] }),
    rule('server-leaves-the-page', { path: '^src/', pathNot: page }, { path: page }),
    rule('no-cycle', {}, { circular: true }),
    rule('resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
