import unit from './jest.config.js';

/** Public test suites, translated: `test/conformance/suites.ts` says where their data has to be. @type {import('jest').Config} */
export default {
  ...unit,
  testMatch: ['**/*.conformance.ts'],
  reporters: ['<rootDir>/test/conformance/reporter.mjs'],
};
