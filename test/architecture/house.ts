/** The rooms as docs/architecture.md stacks them, written a second time so that the rule cannot drift alone. */
const FLOORS = [
  ['kernel'],
  ['ports'],
  ['events'],
  ['memory', 'connectors'],
  ['policy'],
  ['effects'],
  ['approvals', 'agent'],
  ['orchestrator'],
  ['observability'],
  ['gateway', 'console'],
  ['app'],
];

/** Files by path; in each, only the imports matter. */
export type Tree = Readonly<Record<string, string>>;

/** A small house that keeps the rule. */
export const house: Tree = {
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "jsx": "react-jsx" } }',
  'package.json': '{ "type": "module" }',
  'node_modules/stripe/package.json': '{ "name": "stripe", "main": "index.js" }',
  'node_modules/stripe/index.js': '',
  'node_modules/zod/package.json': '{ "name": "zod", "main": "index.js" }',
  'node_modules/zod/index.js': '',
  'src/main.ts': `import './app/index.ts';`,
  'src/kernel/money.ts': 'export const cents = 2;',
  // Half of a cycle, closed by a plant.
  'src/kernel/right.ts': `import type { L } from './left.ts'; export type A = L;`,
  'src/kernel/left.ts': '',
  'src/console/page/main.tsx': `import type { M } from '../api/message.ts'; export type A = M;`,
  'src/console/api/message.ts': `import 'zod';`,
  'test/fakes/store.ts': 'export const fake = 1;',
  'adapters/store/sqlite/index.ts': `import 'stripe'; import '../../../src/ports/index.ts'; import './writer.ts';`,
  'adapters/store/sqlite/writer.ts': `import '../../../src/kernel/index.ts';`,
  'adapters/store/mongodb/index.ts': 'export const store = 1;',
  'skills/tidy/tools.ts': `import '../../src/ports/index.ts';`,
  ...Object.fromEntries(
    FLOORS.flatMap((rooms, floor) =>
      rooms.map((room) => [
        `src/${room}/index.ts`,
        [
          `import 'zod';`,
          ...FLOORS.slice(0, floor)
            .flat()
            .map((below) => `import '../${below}/index.ts';`),
        ].join('\n'),
      ]),
    ),
  ),
};

/** What is planted: the file, what it says, and the one rule that must answer, with what it must point at. */
export type Plant = readonly [file: string, text: string, rule: string, to: string];

const upward = FLOORS.slice(0, -1).flatMap((rooms, floor) =>
  rooms.map((room): Plant => {
    const above = FLOORS[floor + 1]?.[0] ?? '';
    return [
      `src/${room}/upward.ts`,
      `import '../${above}/index.ts';`,
      `floor-${room}`,
      `src/${above}/index.ts`,
    ];
  }),
);
const sideways = FLOORS.filter((rooms) => rooms.length === 2).flatMap(([left = '', right = '']) => [
  plantSideways(left, right),
  plantSideways(right, left),
]);

function plantSideways(room: string, other: string): Plant {
  return [
    `src/${room}/sideways.ts`,
    `import '../${other}/index.ts';`,
    `floor-${room}`,
    `src/${other}/index.ts`,
  ];
}

const up = '../app/index.ts';
const app = 'src/app/index.ts';
/** At least one breach of each rule; where a type import could slip through, one by type only. */
export const plants: readonly Plant[] = [
  ...upward,
  ...sideways,
  ['src/events/type.ts', `import type { App } from '${up}'; export type A = App;`, 'floor-events', app],
  ['src/events/mixed.ts', `import { type App } from '${up}'; export type A = App;`, 'floor-events', app],
  ['src/events/inline.ts', `export type A = import('${up}').App;`, 'floor-events', app],
  ['src/events/reexport.ts', `export * from '${up}';`, 'floor-events', app],
  ['src/events/retype.ts', `export type { App } from '${up}';`, 'floor-events', app],
  ['src/events/late.ts', `export const load = () => import('${up}');`, 'floor-events', app],
  ['src/attic/index.ts', `import '../kernel/index.ts';`, 'unknown-room', 'src/kernel/index.ts'],
  ['src/app/upward.ts', `import '../attic/index.ts';`, 'floor-app', 'src/attic/index.ts'],
  ['src/loose.ts', `import 'node:path';`, 'unknown-room', 'path'],
  ['src/policy/deep.ts', `import '../kernel/money.ts';`, 'through-index', 'src/kernel/money.ts'],
  [
    'src/policy/deep-type.ts',
    `import type { M } from '../kernel/money.ts'; export type A = M;`,
    'through-index',
    'src/kernel/money.ts',
  ],
  [
    'adapters/chat/slack/room.ts',
    `import '../../../src/events/index.ts';`,
    'adapter-sees-ports',
    'src/events/index.ts',
  ],
  [
    'adapters/chat/slack/type.ts',
    `import type { E } from '../../../src/events/index.ts'; export type A = E;`,
    'adapter-sees-ports',
    'src/events/index.ts',
  ],
  [
    'adapters/chat/slack/other.ts',
    `import '../../store/mongodb/index.ts';`,
    'adapter-sees-ports',
    'adapters/store/mongodb/index.ts',
  ],
  ['skills/tidy/room.ts', `import '../../src/memory/index.ts';`, 'skill-sees-ports', 'src/memory/index.ts'],
  ['skills/tidy/vendor.ts', `import 'stripe';`, 'skill-sees-ports', 'node_modules/stripe/index.js'],
  [
    'src/effects/adapter.ts',
    `import '../../adapters/store/mongodb/index.ts';`,
    'app-wires',
    'adapters/store/mongodb/index.ts',
  ],
  ['src/effects/test.ts', `import '../../test/fakes/store.ts';`, 'no-test-in-product', 'test/fakes/store.ts'],
  ['src/effects/vendor.ts', `import 'stripe';`, 'no-vendor-in-src', 'node_modules/stripe/index.js'],
  [
    'src/effects/vendor-type.ts',
    `import type { S } from 'stripe'; export type A = S;`,
    'no-vendor-in-src',
    'node_modules/stripe/index.js',
  ],
  [
    'src/console/page/server.tsx',
    `import '../../kernel/index.ts';`,
    'page-stands-alone',
    'src/kernel/index.ts',
  ],
  [
    'src/console/page/schema.tsx',
    `import '../api/message.ts';`,
    'page-takes-shapes-by-type',
    'src/console/api/message.ts',
  ],
  [
    'src/console/route.ts',
    `import './page/main.tsx';`,
    'server-leaves-the-page',
    'src/console/page/main.tsx',
  ],
  ['src/kernel/left.ts', `import './right.ts';`, 'no-cycle', 'src/kernel/right.ts'],
  [
    'src/main.ts',
    `import './app/index.ts'; import './kernel/index.ts';`,
    'main-starts-app-only',
    'src/kernel/index.ts',
  ],
  ['adapters/loose.ts', `import '../src/ports/index.ts';`, 'unknown-place', 'src/ports/index.ts'],
  ['skills/loose.ts', `import '../src/ports/index.ts';`, 'unknown-place', 'src/ports/index.ts'],
  ['src/kernel/gone.ts', `import './nowhere.ts';`, 'resolves', './nowhere.ts'],
];
