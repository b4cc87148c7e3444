import { dirname, join, relative } from 'node:path';

/**
 * The folders of lib and what each may import: other folders, modules of Node, `@nestjs/*`, and packages that no other
 * folder may import, by name or by scope.
 */
export const LAYERS = {
  internal: { folders: [], node: true },
  engine: { folders: ['internal'] },
  providers: { folders: ['internal', 'engine'], node: true },
  store: { folders: ['internal', 'engine', 'providers'], node: true },
  redis: { folders: ['internal', 'engine', 'providers', 'store'], node: true, packages: ['redis'] },
  postgres: { folders: ['internal', 'engine', 'providers', 'store'], node: true, packages: ['pg'] },
  manager: { folders: ['internal', 'engine', 'providers', 'store'], node: true },
  tokens: { folders: ['internal', 'engine', 'providers', 'store', 'manager'], node: true },
  nest: { folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens'], node: true, nest: true },
  openfeature: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager'],
    node: true,
    packages: ['@openfeature'],
  },
  health: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'nest'],
    nest: true,
    packages: ['@nestjs/terminus'],
  },
  cli: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'redis', 'postgres'],
    node: true,
  },
  ofrep: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager', 'tokens', 'nest'],
    node: true,
    nest: true,
  },
  telemetry: {
    folders: ['internal', 'engine', 'providers', 'store', 'manager'],
    node: true,
    packages: ['@opentelemetry'],
  },
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
    : packageProblem(folder, layer, specifier);
}

function folderProblem(folder, layer, target) {
  const [imported] = target.split('/');
  if (imported !== folder && !layer.folders.includes(imported))
    return `lib/${folder} must not import from lib/${imported}.`;
  if (target.split('/').at(-1) === 'index.js')
    return 'Import the file itself: an index.ts is for importers outside lib.';
  return undefined;
}

function packageProblem(folder, layer, specifier) {
  const { node = false, nest = false, packages = [] } = layer;
  if (!node && specifier.startsWith('node:')) return 'The engine does no I/O.';
  if (packages.some((name) => isOf(name, specifier))) return undefined;
  const owners = Object.entries(LAYERS).filter(([, each]) => each.packages?.some((name) => isOf(name, specifier)));
  if (owners.length > 0) return `Only lib/${owners.map(([owner]) => owner).join(' and lib/')} imports "${specifier}".`;
  if (!nest && specifier.startsWith('@nestjs/')) return `lib/${folder} must not import Nest.`;
  if (/^@redis\/|^ioredis$/.test(specifier)) return 'A client of another system needs an entry point of its own.';
  return undefined;
}

/** Whether a specifier names a package, a file in it, or, for a scope such as `@openfeature`, a package of the scope. */
function isOf(name, specifier) {
  return specifier === name || specifier.startsWith(`${name}/`);
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
