import { describe, expect, it } from '@jest/globals';
import { askedIn, scanned } from './keys-in.js';

const gate = (code: string) => `import { FlagGuard } from 'nestjs-feature-flags';\n${code}`;

describe('Keys that are constants', () => {
  it.each<[string, string, readonly string[]]>([
    ['a variable', `const KEY = 'a' as const; FlagGuard(KEY);`, ['a']],
    ['a template', 'FlagGuard(`a`);', ['a']],
    ['a template of constants', "const team = 'shop'; FlagGuard(`${team}:a`);", ['shop:a']],
    ['a sum of texts', `const team = 'shop:'; FlagGuard(team + 'a');`, ['shop:a']],
    ['an enum', `enum Flags { A = 'a' } FlagGuard(Flags.A);`, ['a']],
    ['a const enum', `const enum Flags { A = 'a' } FlagGuard(Flags['A']);`, ['a']],
    ['an object', `const Flags = { A: 'a', shop: { B: 'b' } } as const; FlagGuard(Flags.A, Flags.shop.B);`, ['a', 'b']],
    ['a frozen object', `const Flags = Object.freeze({ A: 'a' }); FlagGuard(Flags.A);`, ['a']],
    [
      'a spread object',
      `const Base = { A: 'a' }; const Flags = { ...Base, B: 'b' }; FlagGuard(Flags.A, Flags.B);`,
      ['a', 'b'],
    ],
    ['a static member', `class Flags { static readonly A = 'a'; } FlagGuard(Flags.A);`, ['a']],
    ['a destructured constant', `const Flags = { A: 'a' }; const { A: key } = Flags; FlagGuard(key);`, ['a']],
    ['an item of a list', `const keys = ['a', 'b'] as const; FlagGuard(keys[1]);`, ['b']],
    ['a choice', `FlagGuard(isNew ? 'a' : 'b');`, ['a', 'b']],
    ['each item of a list', `for (const key of ['a', 'b']) FlagGuard(key);`, ['a', 'b']],
    ['each item of a list, by a function', `const gates = ['a', 'b'].map((key) => FlagGuard(key));`, ['a', 'b']],
    [
      'each value of an enum',
      `enum Flags { A = 'a', B = 'b' } Object.values(Flags).map((key) => FlagGuard(key));`,
      ['a', 'b'],
    ],
    ['a requirement', `const rule = { all: ['a', { not: 'b' }] } as const; FlagGuard(rule);`, ['a', 'b']],
    [
      'a list of requirements',
      `const rules = ['a', 'b'] as const; FlagGuard({ any: [...rules, 'c'] });`,
      ['a', 'b', 'c'],
    ],
  ])('are read from %s', async (_, code, keys) => {
    expect(await askedIn(gate(code))).toStrictEqual(keys);
  });

  it.each<[string, string, string]>([
    ['a constant', `import { KEY } from './keys.js'; FlagGuard(KEY);`, `export const KEY = 'a';`],
    [
      'a renamed constant',
      `import { KEY as K } from './keys'; FlagGuard(K);`,
      `const key = 'a'; export { key as KEY };`,
    ],
    [
      'an object',
      `import { Keys } from './keys.js'; FlagGuard(Keys.shop.A);`,
      `export const Keys = { shop: { A: 'a' } };`,
    ],
    ['an enum', `import { Keys } from './keys.js'; FlagGuard(Keys.A);`, `export enum Keys { A = 'a' }`],
    ['a default', `import keys from './keys.js'; FlagGuard(keys.A);`, `export default { A: 'a' };`],
    ['a whole file', `import * as keys from './keys.js'; FlagGuard(keys.A);`, `export const A = 'a';`],
    ['a CommonJS file', `const keys = require('./keys'); FlagGuard(keys.A);`, `exports.A = 'a';`],
  ])('are read from %s of another file', async (_, code, keys) => {
    expect(await askedIn(gate(code), { 'keys.ts': keys })).toStrictEqual(['a']);
  });

  it('are read from files that export each other', async () => {
    const more = {
      'a.ts': `export * from './b.js'; export * from './c.js';`,
      'b.ts': `export * from './a.js'; export { KEY as OTHER } from './a.js';`,
      'c.ts': `export * from './b.js'; export const KEY = 'a';`,
    };
    const { asked, dynamic, problems } = await scanned({
      'shop.ts': gate(`import { KEY, OTHER, NONE } from './a.js'; FlagGuard(KEY, OTHER, NONE);`),
      ...more,
    });
    expect([asked, dynamic.length, problems]).toStrictEqual([['a', 'a'], 1, []]);
  });

  it('are read from a file that is imported by an alias of the TypeScript configuration', async () => {
    const more = {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./libs/*"] } } } // with a comment',
      'libs/keys.ts': `export enum Keys { A = 'a' }`,
    };
    expect(await askedIn(gate(`import { Keys } from '@app/keys'; FlagGuard(Keys.A);`), more)).toStrictEqual(['a']);
  });

  it.each<[string, string]>([
    ['a parameter', `const Gate = (key: string) => FlagGuard(key);`],
    ['a variable that changes', `let key = 'a'; FlagGuard(key);`],
    ['a call', `FlagGuard(keyOf('a'));`],
    ['an unknown import', `import { KEY } from '@shop/keys'; FlagGuard(KEY);`],
    ['a template with a variable', 'const Gate = (id: number) => FlagGuard(`tier:${id}`);'],
    ['a parameter that hides a constant', `const key = 'a'; const Gate = (key: string) => FlagGuard(key);`],
    ['a default of a parameter', `const Gate = (key = 'a') => FlagGuard(key);`],
    ['a constant that refers to itself', `const a = { ...a, k: a.k }; FlagGuard(a.k);`],
    [
      'an object that a condition chooses',
      `const Flags = { ...(isNew ? { A: 'a' } : { A: 'b' }) }; FlagGuard(Flags.A);`,
    ],
    [
      'each value of an object that is known in part',
      `const Flags = { A: 'a', ...more() }; Object.values(Flags).map((key) => FlagGuard(key));`,
    ],
    ['a text that refers to itself', `const a = a + 'x'; FlagGuard(a);`],
  ])('cannot be read from %s, which is reported', async (_, code) => {
    const { asked, dynamic } = await scanned({ 'shop.ts': gate(code) });
    expect(asked).toStrictEqual([]);
    expect(dynamic).toStrictEqual([expect.stringMatching(/^FlagGuard shop\.ts:2:\d+$/)]);
  });
});

describe('Definitions in the code', () => {
  it.each<[string, string]>([
    ['the module', `FeatureFlagsModule.forRoot({ initialFlags: { a: true } });`],
    ['a factory', `FeatureFlagsModule.forRootAsync({ useFactory: () => ({ initialFlags: { a: true } }) });`],
    [
      'a feature module',
      `const flags = { a: true } as const satisfies FlagDefinitions; FeatureFlagsModule.forFeature(flags);`,
    ],
    ['a provider', `new LocalProvider({ a: true });`],
    ['a manager', `const initialFlags = { a: true }; await FlagManager.create({ initialFlags });`],
  ])('are found in %s', async (_, code) => {
    const imports = `import { FeatureFlagsModule, FlagManager, LocalProvider } from 'nestjs-feature-flags';\n`;
    expect((await scanned({ 'shop.ts': imports + code })).defined).toStrictEqual([['a', true]]);
  });

  it('are read as data, dates included', async () => {
    const code = `import { FeatureFlagsModule } from 'nestjs-feature-flags';
      const plans = ['beta'] as const;
      FeatureFlagsModule.forFeature({
        a: { type: 'user_attribute', attributes: { plan: [...plans, 'pro'], level: -1 }, expiresAt: new Date('2026-01-01') },
      });`;
    const attributes = { plan: ['beta', 'pro'], level: -1 };
    expect((await scanned({ 'shop.ts': code })).defined).toStrictEqual([
      ['a', { type: 'user_attribute', attributes, expiresAt: '2026-01-01T00:00:00.000Z' }],
    ]);
  });

  it.each<[string, string, string]>([
    ['from an enum', `{ [Keys.A]: true }`, `enum Keys { A = 'a' }`],
    ['from another object', `{ ...base }`, `const base = { a: true };`],
    ['under a condition', `{ ...(isNew && { a: true }) }`, ''],
    ['under a condition of a variable', `{ ...extra }`, `const extra = isNew ? { a: true } : undefined;`],
  ])('are found if their keys come %s', async (_, definitions, before) => {
    const code = `import { LocalProvider } from 'nestjs-feature-flags'; ${before} new LocalProvider(${definitions});`;
    const { defined, dynamic } = await scanned({ 'shop.ts': code });
    expect([defined, dynamic]).toStrictEqual([[['a', true]], []]);
  });

  it.each<[string, string, number]>([
    ['all of them are computed', `load()`, 73],
    ['a key is computed', '{ [`tier:${id}`]: true, a: true }', 76],
    ['further ones are spread', '{ a: true, ...load() }', 87],
  ])('are reported where %s', async (_, definitions, column) => {
    const code = `import { LocalProvider } from 'nestjs-feature-flags'; new LocalProvider(${definitions});`;
    expect((await scanned({ 'shop.ts': code })).dynamic).toStrictEqual([`LocalProvider shop.ts:1:${column}`]);
  });
});

describe('Source files', () => {
  const used = `import { FlagGuard } from 'nestjs-feature-flags'; FlagGuard('a');`;

  it.each(['shop.ts', 'shop.tsx', 'shop.mts', 'shop.cts', 'shop.js', 'shop.jsx', 'shop.mjs', 'shop.cjs'])(
    'are searched if they are named like %s',
    async (name) => {
      expect((await scanned({ [`src/${name}`]: used })).asked).toStrictEqual(['a']);
    },
  );

  it.each([
    'node_modules/x/a.js',
    'dist/a.js',
    'src/coverage/a.js',
    '.cache/a.js',
    'a.d.ts',
    'a.json',
    'src/a.spec.ts',
    'test/a.ts',
  ])('are not searched if they are named like %s', async (name) => {
    expect((await scanned({ [name]: used })).asked).toStrictEqual([]);
  });

  it('include tests on request', async () => {
    expect((await scanned({ 'src/a.spec.ts': used }, { tests: true })).asked).toStrictEqual(['a']);
  });

  it('are reported if they cannot be parsed, and the others are searched', async () => {
    const { asked, problems } = await scanned({ 'bad.ts': `${used} class {{{`, 'good.ts': used });
    expect(asked).toStrictEqual(['a']);
    expect(problems).toStrictEqual([expect.stringMatching(/^The file cannot be parsed: /)]);
  });

  it('are searched and reported if they can be parsed only in part', async () => {
    const { asked, problems } = await scanned({ 'bad.ts': `${used} const a = 1; const a = 2;` });
    expect(asked).toStrictEqual(['a']);
    expect(problems).toStrictEqual([expect.stringMatching(/^The file may be searched only in part: .*'a'/)]);
  });

  it('are not reported if they mention no flag', async () => {
    const { problems } = await scanned({ 'bad.ts': 'class {{{', 'good.ts': used });
    expect(problems).toStrictEqual([]);
  });

  it('are reported if they are too large, and if they are nested too deeply', async () => {
    const files = { 'large.ts': 'x'.repeat(2 * 1024 * 1024 + 1), 'deep.ts': `${used}${'['.repeat(5e5)}` };
    const { problems } = await scanned(files);
    expect(problems).toStrictEqual([expect.stringContaining('The file'), expect.stringContaining('has 2097153 bytes')]);
  });
});
