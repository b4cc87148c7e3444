// The entry points of the package, each with its source in lib. A new one is a line here, then `npm run exports`.
export const entryPoints = {
  '.': 'index.ts',
  './core': 'core.ts',
  './openfeature': 'openfeature/index.ts',
  './ofrep': 'ofrep/index.ts',
  './postgres': 'postgres/index.ts',
  './redis': 'redis/index.ts',
  './health': 'health/index.ts',
  './telemetry': 'telemetry/index.ts',
  './testing': 'testing/index.ts',
};

/** What every NestJS application has installed. */
const nest = ['@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'];

/**
 * The packages that an entry point imports, beside the dependencies: without any of them, it cannot be imported, and it
 * needs no other. `npm run test:package` and `test/package/entry-packages.spec.ts` prove both.
 */
export const entryPackages = {
  '.': nest,
  './core': ['rxjs'],
  './openfeature': ['rxjs', '@openfeature/server-sdk'],
  './ofrep': nest,
  './postgres': [],
  './redis': [],
  './health': [...nest, '@nestjs/terminus'],
  './telemetry': [],
  './testing': ['rxjs'],
};

/** Files that are imported by name as they are. */
const files = {
  './flags.schema.json': './dist/flags.schema.json',
  './package.json': './package.json',
};

/**
 * What package.json says of the entry points. Every release of Node that the package supports takes `module-sync`, for
 * `import` and `require` alike: one copy in a process, whoever loads it. `require` is for what cannot load an ES module,
 * such as jest; `main`, `types` and `typesVersions` are for `moduleResolution: node`, which reads no `exports`.
 */
export function entryPointFields() {
  const code = Object.entries(entryPoints).map(([name, source]) => [name, conditions(source.replace(/\.ts$/, ''))]);
  const exports = Object.fromEntries([...code, ...Object.entries(files)]);
  const { '.': main, ...others } = exports;
  const typesOf = Object.entries(others).map(([name, target]) => [name.slice(2), [target.require?.types ?? target]]);
  return {
    main: main.require.default,
    types: main.require.types,
    typesVersions: { '*': Object.fromEntries(typesOf) },
    exports,
  };
}

function conditions(path) {
  const [esm, cjs] = ['./dist', './dist/cjs'].map((folder) => ({
    types: `${folder}/${path}.d.ts`,
    default: `${folder}/${path}.js`,
  }));
  return { 'module-sync': esm, import: esm, require: cjs };
}
