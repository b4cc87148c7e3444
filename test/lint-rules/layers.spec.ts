import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LAYERS } from '../../scripts/lint-rules/layers.mjs';
import { lint, type LintResult } from './lint.js';

const files = {
  'lib/manager/reading/x.ts': `import type { Flag } from '../../engine/flag.js'; import { a } from '../changes/a.js';`,
  'lib/manager/definitions/x.ts': `import { a } from './reference-index.js';`,
  'lib/nest/x.ts': `import 'node:fs'; import '@nestjs/common';`,
  'lib/nest/terminus.ts': `import '@nestjs/terminus'; import '@nestjs/terminus/dist/x.js';`,
  'lib/health/x.ts': `import '@nestjs/common'; import '@nestjs/terminus'; import '@nestjs/terminus/dist/x.js';`,
  'lib/index.ts': `export * from './nest/x.js';`,
  'test/x.ts': `import '../lib/nest/index.js';`,
  'lib/engine/higher.ts': `
    import { a } from '../manager/a.js';
    export { b } from '../nest/b.js';
    export * from '../store/c.js';
    type D = import('../redis/d.js').D;
    const e = import('../testing/e.js');
  `,
  'lib/engine/packages.ts': `import 'node:fs'; import '@nestjs/common'; import 'redis'; import '@openfeature/core'; import '@opentelemetry/api';`,
  'lib/redis/x.ts': `import { a } from './index.js';`,
  'lib/mysql/x.ts': `import 'rxjs';`,
};

describe('The lint rule for layers', () => {
  let resultOf: (path: keyof typeof files) => LintResult;

  beforeAll(async () => {
    resultOf = await lint('layers', files);
  });

  it.each([
    ['an import from a lower layer and from the same one', 'lib/manager/reading/x.ts'],
    ['an import of a file whose name ends in -index', 'lib/manager/definitions/x.ts'],
    ['the packages that a layer may import', 'lib/nest/x.ts'],
    ['the package that only this layer may import', 'lib/health/x.ts'],
    ['any import in an entry point', 'lib/index.ts'],
    ['any import outside lib', 'test/x.ts'],
  ] as const)('accepts %s', (_what, file) => {
    expect(resultOf(file).messages).toStrictEqual([]);
  });

  it('reports an import from a higher layer in each form that an import has', () => {
    expect(resultOf('lib/engine/higher.ts').messages.toSorted()).toStrictEqual(
      ['manager', 'nest', 'redis', 'store', 'testing'].map((each) => `lib/engine must not import from lib/${each}.`),
    );
  });

  it('reports Node, Nest and clients of other systems in the engine', () => {
    expect(resultOf('lib/engine/packages.ts').messages.toSorted()).toStrictEqual([
      'Only lib/openfeature imports "@openfeature/core".',
      'Only lib/redis imports "redis".',
      'Only lib/telemetry imports "@opentelemetry/api".',
      'The engine does no I/O.',
      'lib/engine must not import Nest.',
    ]);
  });

  it('reports a package that only another layer may import, and the files in it', () => {
    expect(resultOf('lib/nest/terminus.ts').messages).toStrictEqual([
      'Only lib/health imports "@nestjs/terminus".',
      'Only lib/health imports "@nestjs/terminus/dist/x.js".',
    ]);
  });

  it('reports the import of an index.ts inside lib', () => {
    expect(resultOf('lib/redis/x.ts').messages).toStrictEqual([
      'Import the file itself: an index.ts is for importers outside lib.',
    ]);
  });

  it('reports a folder without a row in the table', () => {
    expect(resultOf('lib/mysql/x.ts').messages).toStrictEqual([
      'The folder lib/mysql has no row in the table of layers.',
    ]);
  });
});

describe('The table of layers', () => {
  it('has a row for each folder of lib', () => {
    const entries = readdirSync(new URL('../../lib/', import.meta.url), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(Object.keys(LAYERS).toSorted()).toStrictEqual(folders.toSorted());
  });

  it('allows no two folders to import from each other', () => {
    const mutual = Object.entries(LAYERS).flatMap(([folder, layer]) =>
      layer.folders.filter((lower) => LAYERS[lower]?.folders.includes(folder)).map((lower) => `${folder} and ${lower}`),
    );
    expect(mutual).toStrictEqual([]);
  });
});
