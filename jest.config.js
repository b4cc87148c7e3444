import { entryPoints } from './scripts/entry-points.mjs';

/** The package as an application imports it, in code that the manual shows. */
const entryPointsByName = Object.fromEntries(
  Object.entries(entryPoints).map(([name, source]) => [
    `^nestjs-feature-flags${name.slice(1)}$`,
    `<rootDir>/lib/${source}`,
  ]),
);

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/sample-app/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/(shop|overlays)/'], // run in projects by test:package
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@fastify/static$': '<rootDir>/test/support/fastify-static.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    ...entryPointsByName,
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
  testTimeout: 90_000, // a test that takes seconds may take a minute on a busy machine
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB', // modules of a spec stay in memory while its worker lives
};
