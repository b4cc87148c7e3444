import { dirname, join, relative } from 'node:path';

/** The folders of lib and what each may import: other folders, modules of Node, `@nestjs/*`, a Redis client. */
export const LAYERS = {
  internal: { folders: [], node: true },
  engine: { folders: ['internal'] },
  providers: { folders: ['internal', 'engine'], node: true },
  store: { folders: ['internal', 'engine', 'providers'], node: true },
  redis: { folders: ['internal', 'engine', 'providers', 'store'], node: true, redis: true },
  manager: { folders: ['internal', 'engine', 'providers', 'store'], node: true },
  tokens: { folders: ['internal', 'engine', 'providers', 'store', 'manager'], node: true },
  nest: { folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens'], node: true, nest: true },
  openfeature: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager'],
    node: true,
    openfeature: true,
  },
  cli: { folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'redis'], node: true },
  ofrep: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'nest'],
    node: true,
    nest: true,
  },
  telemetry: { folders: ['internal', 'engine', 'providers', 'store', 'manager'], node: true, telemetry: true },
  testing: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'redis', 'nest'],
    node: true,
    nest: true,
  },
};

/** What is wrong with importing `specifier` in a file, or undefined. */
function problemOf(lib, file, specifier) {
  const [folder, ...rest] = relative(lib, file).split('/');
  if (folder === '..' || rest.length === 0) return undefined; // outside of lib, or an entry point, which imports from all folders
  const layer = LAYERS[folder];
  if (layer === undefined) return `The folder lib/${folder} has no row in the table of layers.`;
  return specifier.startsWith('.')
    ? folderProblem(folder, layer, relative(lib, join(dirname(file), specifier)))
    : packageProblem(layer, specifier);
}

function folderProblem(folder, layer, target) {
  const [imported] = target.split('/');
  if (imported !== folder && !layer.folders.includes(imported))
    return `lib/${folder} must not import from lib/${imported}.`;
  if (target.split('/').at(-1) === 'index.js')
    return 'Import the file itself: an index.ts is for importers outside lib.';
  return undefined;
}

function packageProblem(
  { node = false, nest = false, redis = false, openfeature = false, telemetry = false },
  specifier,
) {
  if (!node && specifier.startsWith('node:')) return 'The engine does no I/O.';
  if (!nest && specifier.startsWith('@nestjs/')) return 'Only lib/nest, lib/ofrep and lib/testing import Nest.';
  if (specifier === 'redis' && !redis) return 'Only lib/redis imports the client of Redis.';
  if (!telemetry && specifier.startsWith('@opentelemetry/')) return 'Only lib/telemetry imports OpenTelemetry.';
  if (specifier.startsWith('@openfeature/') && !openfeature) return 'Only lib/openfeature imports OpenFeature.';
  if (/^@redis\/|^ioredis$/.test(specifier)) return 'A client of another system needs an entry point of its own.';
  return undefined;
}

/** Holds the imports of lib to the table of layers. */
export const layers = {
  create(context) {
    const lib = join(context.cwd, 'lib');
    const check = ({ source }) => {
      if (typeof source?.value !== 'string') return; // an export without a source, or a computed one
      const message = problemOf(lib, context.filename, source.value);
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
