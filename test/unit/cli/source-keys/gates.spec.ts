import { describe, expect, it } from '@jest/globals';
import { askedIn, scanned } from './keys-in.js';

describe('Keys of gates and decorators', () => {
  it.each<[string, string, readonly string[]]>([
    ['a method decorator', `@FeatureFlag('new_checkout', { fallback: 'legacy' }) checkout() {}`, ['new_checkout']],
    ['a decorator that throws', `@RequireFlag('restock_job') run() {}`, ['restock_job']],
    ['a guard', `@UseGuards(FlagGuard('premium')) list() {}`, ['premium']],
    ['a guard with several requirements', `@UseGuards(FlagGuard('a', { not: 'b' })) list() {}`, ['a', 'b']],
    ['an interceptor', `@UseInterceptors(FlagInterceptor('live', { fallback: () => [] })) list() {}`, ['live']],
    ['a variant handler', `@VariantHandler('theme', { a: 'pageA' }) page() {}`, ['theme']],
    [
      'parameter decorators',
      `page(@FlagEnabled('a') a: boolean, @FlagVariant('b') b: string, @FlagValue('c', 1) c: number, @FlagDetails('d') d) {}`,
      ['a', 'b', 'c', 'd'],
    ],
    ['a parameter of a constructor', `constructor(@FlagEnabled('a') private readonly a: boolean) {}`, ['a']],
    [
      'a nested requirement',
      `@FeatureFlag({ any: ['a', { all: [{ flag: 'b', variant: ['x', 'y'] }, { not: 'c' }] }] }) run() {}`,
      ['a', 'b', 'c'],
    ],
  ])('are found in %s', async (_, member, keys) => {
    const code = `import { FeatureFlag, RequireFlag, FlagGuard, FlagInterceptor, VariantHandler, FlagEnabled, FlagVariant,
      FlagValue, FlagDetails } from 'nestjs-feature-flags';
      export class Shop { ${member} }`;
    expect(await askedIn(code)).toStrictEqual(keys);
  });

  it.each<[string, string]>([
    ['an alias', `import { FlagGuard as Gate } from 'nestjs-feature-flags'; Gate('a');`],
    ['the whole package', `import * as flags from 'nestjs-feature-flags'; flags.FlagGuard('a');`],
    ['a call of require', `const { FlagGuard } = require('nestjs-feature-flags'); FlagGuard('a');`],
    ['a file that exports it again', `import { FlagGuard } from './gates.js'; FlagGuard('a');`],
    ['a file that exports everything again', `import { FlagGuard } from './all'; FlagGuard('a');`],
    ['a file that exports it under another name', `import { Gate } from './gates.js'; Gate('a');`],
    ['a file that passes on another name', `import { Gate } from './all.js'; Gate('a');`],
    ['a file that exports it as its default', `import closed from './default.js'; closed('a');`],
  ])('are found when the function is imported by %s', async (_, code) => {
    const more = {
      'gates.ts': `export { FlagGuard, FlagGuard as Gate } from 'nestjs-feature-flags';`,
      'default.ts': `import { FlagGuard } from 'nestjs-feature-flags'; export default FlagGuard;`,
      'all.ts': `export * from './gates.js';`,
    };
    expect(await askedIn(code, more)).toStrictEqual(['a']);
  });

  it('are found in decorators that are composed', async () => {
    const code = `import { applyDecorators, UseGuards } from '@nestjs/common';
      import { FlagGuard } from 'nestjs-feature-flags';
      export const Beta = () => applyDecorators(UseGuards(FlagGuard('beta')));`;
    expect(await askedIn(code)).toStrictEqual(['beta']);
  });

  it('are found in a guard class that returns its requirement', async () => {
    const code = `import { AbstractFlagGuard } from 'nestjs-feature-flags';
      export class TierGuard extends AbstractFlagGuard {
        protected override requirement() { return { all: ['day', 'open'] }; }
      }`;
    expect(await askedIn(code)).toStrictEqual(['day', 'open']);
  });

  it('are found in a guard class whose base class, in another file, is a guard class', async () => {
    const code = `import { ShopGuard } from './shop.guard.js';
      export class TierGuard extends ShopGuard { protected override requirement() { return 'open'; } }`;
    const base = `import { AbstractFlagGuard } from 'nestjs-feature-flags';
      export abstract class ShopGuard extends AbstractFlagGuard {}`;
    expect(await askedIn(code, { 'shop.guard.ts': base })).toStrictEqual(['open']);
  });

  it('are found in calls of the gate of a base class in another file', async () => {
    const code = `import { Base } from './base.js';
      class Shop extends Base { run(call) { return this.gate.holds({ any: ['a', 'b'] }, call); } }`;
    const base = `import { FlagGate } from 'nestjs-feature-flags';
      export abstract class Base { constructor(protected readonly gate: FlagGate) {} }`;
    expect(await askedIn(code, { 'base.ts': base })).toStrictEqual(['a', 'b']);
  });

  it('are reported if a part of a requirement is computed', async () => {
    const code = `import { FlagGuard } from 'nestjs-feature-flags'; FlagGuard({ any: ['a'], ...more() });`;
    const { asked, dynamic } = await scanned({ 'shop.ts': code });
    expect([asked, dynamic]).toStrictEqual([['a'], ['FlagGuard shop.ts:1:78']]);
  });

  it('ignore functions of the same name from elsewhere', async () => {
    const code = `import { FlagGuard } from 'other-flags'; import { FeatureFlag } from './own.js';
      FlagGuard('a'); FeatureFlag('b');`;
    const { asked, dynamic } = await scanned({
      'shop.ts': code,
      'own.ts': 'export function FeatureFlag(_key: string) {}',
    });
    expect([asked, dynamic]).toStrictEqual([[], []]);
  });

  it('ignore a local function that hides the imported one', async () => {
    const code = `import { FlagGuard } from 'nestjs-feature-flags';
      export function page(FlagGuard: (key: string) => void) { FlagGuard('a'); }`;
    expect(await askedIn(code)).toStrictEqual([]);
  });

  it('have the places of the keys', async () => {
    const code = `import { FlagGuard } from 'nestjs-feature-flags';\n\n  FlagGuard('a', 'b');\n`;
    const { places } = await scanned({ 'src/shop.ts': code });
    expect(places).toStrictEqual(['a src/shop.ts:3:13', 'b src/shop.ts:3:18']);
  });
});
