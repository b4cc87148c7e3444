import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { EnvProvider, EvaluationReason, FileProvider, FlagErrorCode } from '../../lib/index.js';

import { operators } from '../../lib/engine/targeting/operators.js';
import type { Operator } from '../../lib/engine/targeting/operators/operator.js';
import { views } from '../../lib/engine/targeting/views/views.js';
import * as core from '../../lib/core.js';
import * as api from '../../lib/index.js';
import { RedisKeys } from '../../lib/redis/redis-keys.js';
import { neededRights } from '../../lib/redis/redis-rights.js';
import { codeBlocks, readme, root, tableRows } from './code-blocks.js';
import { compileErrors } from './compile-errors.js';

const blocks = codeBlocks(readme);

function blocksIn(language: string) {
  return blocks.filter((block) => block.language === language);
}

describe('The code in the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('compiles, block by block, against the package by its public name', () => {
    const files = blocksIn('ts').map(({ code, line }) => ({ path: resolve(root, `readme-line-${line}.ts`), code }));
    expect(files.length).toBeGreaterThan(10);
    // What augments the package is known to everything that it is compiled with.
    const [plain, augmenting] = [false, true].map((wanted) =>
      files.filter(({ code }) => code.includes('declare module') === wanted),
    );
    const errors = [...compileErrors(plain ?? []), ...compileErrors(augmenting ?? [])];
    expect(errors).toStrictEqual([]);
  }, 180_000);

  it.each(blocksIn('json').concat(blocksIn('yaml')))(
    'is a flag file that can be read ($language, line $line)',
    async ({ language, code, line }) => {
      const path = join(folder, `line-${line}.${language}`);
      writeFileSync(path, code);
      const { flags } = await new FileProvider(path).load();
      expect(Object.keys(flags).length).toBeGreaterThan(1);
    },
  );

  it('names environment variables that the EnvProvider reads', () => {
    const block = blocksIn('sh').find(({ code }) => code.startsWith('FEATURE_'));
    const lines = (block?.code ?? '').trim().split('\n');
    const env = Object.fromEntries(
      lines.map((line) =>
        line
          .split(/=(.*)/s)
          .slice(0, 2)
          .map((part) => part.replace(/^'(.*)'$/s, '$1')),
      ),
    );
    const { flags } = new EnvProvider({ env }).load() as { flags: Record<string, { type: string }> };
    expect(Object.entries(flags).map(([key, { type }]) => [key, type])).toEqual([
      ['new_checkout', 'boolean'],
      ['search_v2', 'percentage'],
      ['beta_search', 'user_list'],
      ['checkout.theme', 'variant'],
    ]);
  });

  it('gives an ACL user of Redis just the rights that the store needs', () => {
    const block = blocksIn('sh').find(({ code }) => code.includes('ACL SETUSER'));
    const rights = (block?.code ?? '').trim().replaceAll("'", '').split(' ').slice(6).join(' ');
    expect(rights).toBe(neededRights(new RedisKeys('shop')));
  });

  it('has no fence that this test does not know', () => {
    expect([...new Set(blocks.map(({ language }) => language))].toSorted()).toEqual(['json', 'sh', 'ts', 'yaml']);
  });
});

describe('The tables in the README', () => {
  it('show one definition of each flag type, all of which can be read', () => {
    const rows = tableRows(readme, 'type');
    const definitions = rows.map(([type = '', , definition = '']) => {
      const literal = definition.split(', or ').at(-1) ?? '';
      const parsed: unknown = JSON.parse(literal.replaceAll(/(\w+): /g, '"$1": ').replaceAll("'", '"'));
      return [type, parsed] as const;
    });
    const flags = core.parseFlags(Object.fromEntries(definitions));
    expect([...flags].map(([key, { type }]) => [key, type])).toEqual(rows.map(([type]) => [type, type]));
    expect(flags.size).toBe(6);
  });

  it('list exactly the reasons that exist', () => {
    expect(
      tableRows(readme, 'reason')
        .map(([reason]) => reason)
        .toSorted(),
    ).toEqual(Object.values(EvaluationReason).toSorted());
  });

  it('list exactly the operators that exist, with the options and views that each takes', () => {
    const rows = tableRows(readme, 'op');
    const listed = rows.flatMap(([names = '', , , ...rest]) => names.split(', ').map((name) => [name, ...rest]));
    const existing = Object.entries<Operator>(operators).map(([name, { options, views: taken }]) => [
      name,
      options.join(', '),
      taken.join(', '),
    ]);
    expect(listed.filter(([name]) => name !== 'custom:NAME').toSorted()).toEqual(existing.toSorted());
  });

  it('list exactly the views that exist', () => {
    expect(tableRows(readme, 'View').map(([name]) => name)).toEqual(Object.keys(views));
  });

  it('list exactly the error codes that exist, with classes that are exported', () => {
    const rows = tableRows(readme, 'code');
    expect(rows.map(([code]) => code).toSorted()).toEqual(Object.values(FlagErrorCode).toSorted());
    const classes = rows.flatMap(([, names = '']) => names.split(', '));
    for (const name of classes) expect({ ...core, ...api }).toHaveProperty(name);
    expect(classes.filter((name) => !(name in api))).toEqual(['EditsRefusedError', 'EditsIncompleteError']);
  });

  it('list exactly the options that exist', () => {
    const documented = [...tableRows(readme, 'Option')].flatMap(([names = '']) => names.split(', '));
    const extras = tableRows(readme.slice(readme.indexOf('Beside the factory of')), 'Option').map(([name]) => name);
    expect(documented.toSorted()).toEqual(propertiesOf('FeatureFlagsConfig').toSorted());
    expect(extras.toSorted()).toEqual(propertiesOf('FeatureFlagsModuleExtras').toSorted());
  });

  it('list exactly the options of the stores that exist', () => {
    const listed = tableRows(readme, 'In these stores').map(([name]) => name);
    const memory = propertiesOf('MemoryStoreOptions', 'lib/store/memory/memory.store.ts');
    const file = propertiesOf('FileStoreOptions', 'lib/store/file/file.store.ts');
    expect(listed).toEqual(memory);
    expect(['auditLogSize', ...file]).toEqual(listed); // a file keeps every entry
    const redis = tableRows(readme, 'In RedisStore').flatMap(([names = '']) => names.split(', '));
    expect(redis.toSorted()).toEqual(propertiesOf('RedisStoreOptions', 'lib/redis/redis-store.options.ts').toSorted());
  });
});

/** The names of the properties of an exported type. */
function propertiesOf(name: string, path = 'lib/nest/feature-flags.options.ts'): string[] {
  const file = resolve(root, path);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source)?.exports?.get(ts.escapeLeadingUnderscores(name));
  return symbol ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((each) => each.name) : [];
}
