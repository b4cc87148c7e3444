// The projects that are built from the tarball; docs/guide/installation.md lists them, and a test compares the two.

/** What is installed for each major of Nest: the schematics of `nest new` by module format, and what overlays need. */
export const nestMajors = {
  11: {
    formats: { cjs: [] },
    extras: ['@swc/core', '@swc/cli', '@swc/jest', 'vitest@^4', 'unplugin-swc', 'webpack-node-externals'],
  },
  12: {
    formats: { esm: ['--type=esm', '--observe=false'], cjs: ['--type=cjs', '--observe=false'] },
    extras: [
      '@swc/core',
      '@swc/cli',
      '@swc/jest',
      '@rspack/core',
      'webpack-node-externals',
      'tsconfig-paths-webpack-plugin',
    ],
  },
};

/** Lets jest and vitest run all concurrent tests of a file at the same time. */
const CONCURRENT = '--maxConcurrency=200';

/**
 * Each project is what `nest new` creates, with a shop that uses the library and the files of its overlays. Its commands
 * must succeed; then `app`, which they built, must answer the requests of the shop.
 */
export const nestProjects = [
  {
    title: 'NestJS 11 as `nest new` creates it: CommonJS, jest with ts-jest',
    nest: 11,
    format: 'cjs',
    commands: [`npm test -- ${CONCURRENT}`, 'npm run test:e2e'],
  },
  {
    title: 'NestJS 11, jest with `@swc/jest`',
    nest: 11,
    format: 'cjs',
    overlays: ['swc-jest'],
    commands: [`jest --config jest.swc.json ${CONCURRENT}`],
  },
  {
    title: 'NestJS 11, vitest',
    nest: 11,
    format: 'cjs',
    overlays: ['vitest', 'one-copy'],
    commands: [`vitest run ${CONCURRENT}`],
  },
  {
    title: 'NestJS 11, node:test',
    nest: 11,
    format: 'cjs',
    overlays: ['node-test'],
    commands: ['nest build', 'node --test test/with-flags.test.mjs'],
  },
  { title: 'NestJS 11, `nest build`', nest: 11, format: 'cjs', commands: ['nest build'], app: 'dist/main.js' },
  {
    title: 'NestJS 11, `nest build -b swc`',
    nest: 11,
    format: 'cjs',
    commands: ['nest build -b swc'],
    app: 'dist/main.js',
  },
  {
    title: 'NestJS 11, `nest build --webpack`',
    nest: 11,
    format: 'cjs',
    commands: ['nest build --webpack'],
    app: 'dist/main.js',
  },
  {
    title: 'NestJS 11, `nest build --webpack`, the library inside the bundle',
    nest: 11,
    format: 'cjs',
    overlays: ['webpack-bundle'],
    commands: ['nest build --webpack'],
    app: 'dist/main.js',
  },
  {
    title: 'NestJS 12 as `nest new` creates it: ES modules, vitest',
    nest: 12,
    format: 'esm',
    overlays: ['one-copy'],
    commands: [`npm test -- ${CONCURRENT}`, 'npm run test:e2e'],
  },
  {
    title: 'NestJS 12, jest with ES modules',
    nest: 12,
    format: 'esm',
    overlays: ['esm-jest'],
    commands: [`node --experimental-vm-modules node_modules/jest/bin/jest.js --config jest.esm.json ${CONCURRENT}`],
  },
  {
    title: 'NestJS 12, node:test',
    nest: 12,
    format: 'esm',
    overlays: ['node-test'],
    commands: ['nest build', 'node --test test/with-flags.test.mjs'],
  },
  {
    title: 'NestJS 12 as `nest new` creates it: CommonJS, jest with ts-jest, Node 24.9 or later',
    nest: 12,
    format: 'cjs',
    node: 'newest', // before 24.9, jest cannot load NestJS 12 itself
    commands: [`npm test -- ${CONCURRENT}`, 'npm run test:e2e'],
  },
  { title: 'NestJS 12, `nest build`', nest: 12, format: 'esm', commands: ['nest build'], app: 'dist/main.js' },
  {
    title: 'NestJS 12, `nest build -b swc`',
    nest: 12,
    format: 'esm',
    commands: ['nest build -b swc'],
    app: 'dist/main.js',
  },
  {
    title: 'NestJS 12, `nest build -b rspack`',
    nest: 12,
    format: 'esm',
    commands: ['nest build -b rspack'],
    app: 'dist/main.js',
  },
];
