// The layers of lib, as a table. `node scripts/lint-layers.mjs` writes the lint rules made of it, which .oxlintrc.json extends.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each folder of lib may import: the folders below it, Nest, the client of Redis, modules of Node. */
const LAYERS = [
  { folder: 'internal', below: [], node: true },
  { folder: 'engine', below: ['internal'] },
  { folder: 'providers', below: ['internal', 'engine'], node: true },
  { folder: 'store', below: ['internal', 'engine', 'providers'], node: true },
  { folder: 'redis', below: ['internal', 'engine', 'providers', 'store'], node: true, redis: true },
  { folder: 'manager', below: ['internal', 'engine', 'providers', 'store'], node: true },
  { folder: 'nest', below: ['internal', 'engine', 'providers', 'store', 'manager'], node: true, nest: true },
  {
    folder: 'testing',
    below: ['internal', 'engine', 'providers', 'store', 'manager', 'redis', 'nest'],
    node: true,
    nest: true,
  },
];

const CLIENTS = ['redis', '@redis/*', 'ioredis', '@openfeature/*'];

function patternsOf({ folder, below, nest = false, redis = false, node = false }) {
  const above = LAYERS.map((layer) => layer.folder).filter((each) => each !== folder && !below.includes(each));
  return [
    !nest && { group: ['@nestjs/*'], message: 'Only nest and testing import Nest.' },
    {
      group: CLIENTS.filter((client) => !redis || client !== 'redis'),
      message: 'Clients of other systems have an entry point of their own.',
    },
    {
      regex: String.raw`^\.\.?/(.*/)?index\.js$`,
      message: 'Import the file itself; an index.ts is for those outside.',
    },
    above.length > 0 && {
      regex: String.raw`^(\.\./)+(${above.join('|')})/`,
      message: 'A folder imports only from a lower layer.',
    },
    !node && { group: ['node:*'], message: 'The engine does no I/O.' },
  ].filter(Boolean);
}

/** The text of the configuration that enforces the table. */
export function lintLayers() {
  const overrides = LAYERS.map((layer) => ({
    files: [`lib/${layer.folder}/**`],
    rules: { 'eslint/no-restricted-imports': ['error', { patterns: patternsOf(layer) }] },
  }));
  return `${JSON.stringify({ overrides }, undefined, 2)}\n`;
}

export const LINT_LAYERS = fileURLToPath(new URL('../.oxlintrc.layers.json', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(LINT_LAYERS, lintLayers());
