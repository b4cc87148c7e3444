import { describe, expect, it } from '@jest/globals';
import { askedIn, scanned } from './keys-in.js';

const IMPORT = `import { FlagManager } from 'nestjs-feature-flags';\n`;

describe('Keys of calls of FlagManager', () => {
  it.each<[string, string]>([
    [
      'a parameter property',
      `class Shop { constructor(private readonly flags: FlagManager) {} run() { this.flags.isEnabled('a'); } }`,
    ],
    ['a property', `class Shop { @Inject() flags!: FlagManager; run() { return this.flags.getVariant('a', 'x'); } }`],
    [
      'a private field',
      `class Shop { #flags: FlagManager; constructor(flags: FlagManager) { this.#flags = flags; } run() { this.#flags.getValue('a', 1); } }`,
    ],
    [
      'a field that the constructor assigns',
      `class Shop { flags; constructor(given: FlagManager) { this.flags = given; } run() { this.flags.evaluate('a'); } }`,
    ],
    ['a parameter', `function run(flags: FlagManager) { return flags.evaluateValue('a', 1); }`],
    [
      'a destructured parameter',
      `interface Deps { readonly flags: FlagManager } function run({ flags }: Deps) { return flags.decision('a'); }`,
    ],
    [
      'a member of a parameter',
      `type Deps = { flags: Pick<FlagManager, 'isEnabled'> }; const run = (deps: Deps) => deps.flags.isEnabled('a');`,
    ],
    ['a new manager', `const flags = new FlagManager(); flags.getValue('a', 1);`],
    ['a manager that is created', `const flags = await FlagManager.create(); flags.handle('a').isEnabled();`],
    ['the container', `const flags = app.get(FlagManager, { strict: false }); flags.isEnabled('a');`],
    ['the container, without a variable', `app.get(FlagManager).isEnabled('a');`],
    [
      'a factory',
      `const provider = { inject: [FlagManager], useFactory: (flags: FlagManager) => flags.isEnabled('a') };`,
    ],
    [
      'an optional one',
      `class Shop { constructor(private readonly flags?: FlagManager) {} run() { return this.flags?.isEnabled('a'); } }`,
    ],
    ['a union', `function run(flags: FlagManager | undefined) { flags!.isEnabled('a'); }`],
    ['a method by its name as text', `const run = (flags: FlagManager) => flags['isEnabled']('a');`],
    ['a property by its name as text', `class Shop { flags: FlagManager; run() { this['flags'].isEnabled('a'); } }`],
    ['a cast', `(given as FlagManager).isEnabled('a');`],
    ['a function that returns it', `function flagsOf(): FlagManager { return all; } flagsOf().isEnabled('a');`],
    ['a getter', `class Shop { get flags(): FlagManager { return all; } run() { this.flags.isEnabled('a'); } }`],
    ['an alias of its type', `type Flags = FlagManager; const run = (flags: Flags) => flags.isEnabled('a');`],
  ])('are found for %s', async (_, code) => {
    expect(await askedIn(IMPORT + code)).toStrictEqual(['a']);
  });

  it('are found for a member of a base class in another file', async () => {
    const code = `import { Base } from './base.js'; class Shop extends Base { run() { return this.flags.isEnabled('a'); } }`;
    const base = `${IMPORT}export abstract class Base { constructor(protected readonly flags: FlagManager) {} }`;
    expect(await askedIn(code, { 'base.ts': base })).toStrictEqual(['a']);
  });

  it('are found for a type of another file', async () => {
    const code = `import type { Deps } from './deps.js'; const run = ({ flags }: Deps) => flags.isEnabled('a');`;
    const deps = `${IMPORT}export interface Deps { readonly flags: FlagManager }`;
    expect(await askedIn(code, { 'deps.ts': deps })).toStrictEqual(['a']);
  });

  it('are not taken from a map or another class with such methods', async () => {
    const code = `${IMPORT}const map = new Map(); map.get('a'); map.delete('b');
      class Switch { isOn(key: string) { return key; } } new Switch().isOn('c');`;
    const { asked, named, maybe } = await scanned({ 'shop.ts': code });
    expect([asked, named, maybe]).toStrictEqual([[], [], []]);
  });

  it('may be asked where a method is called by its name as text on anything', async () => {
    const { maybe } = await scanned({ 'shop.js': `export const run = (flags) => flags['isEnabled']?.('a');` });
    expect(maybe).toStrictEqual(['a']);
  });

  it('may be asked where the syntax does not tell on what a method is called', async () => {
    const { asked, maybe } = await scanned({ 'shop.js': `export const run = (flags) => flags.isEnabled('a');` });
    expect([asked, maybe]).toStrictEqual([[], ['a']]);
  });

  it('are named, not asked, where the flag is changed', async () => {
    const code = `${IMPORT}export const stop = (flags: FlagManager) => flags.disable('a', { reason: 'x' });`;
    const { asked, named } = await scanned({ 'shop.ts': code });
    expect([asked, named]).toStrictEqual([[], ['a']]);
  });

  it('are named or defined where they are changed together, or later', async () => {
    const code = `${IMPORT}export const change = async (flags: FlagManager) => {
      const more = [{ type: 'delete_flag', key: 'b' }] as const;
      await flags.saveAll([{ type: 'save_flag', key: 'a', definition: true }, ...more, { type: 'delete_segment', key: 's' }]);
      await flags.schedule({ type: 'set_override', key: 'c', serve: false }, new Date());
    };`;
    const { asked, named, defined } = await scanned({ 'shop.ts': code });
    expect([asked, named, defined]).toStrictEqual([[], ['b', 'c'], [['a', undefined]]]);
  });

  it('are found in calls of OpenFeature clients only on request', async () => {
    const files = {
      'shop.ts': `export const run = async (client) => client.getBooleanValue('a', false);`,
      'page.tsx': `import { useFlag } from '@openfeature/react-sdk'; export const Page = () => <b>{useFlag('b', 1).value}</b>;`,
      'route.ts': `import { BooleanFeatureFlag } from '@openfeature/nestjs-sdk';
        class Shop { page(@BooleanFeatureFlag({ flagKey: 'c', defaultValue: false }) c) {} }`,
    };
    expect((await scanned(files)).asked).toStrictEqual([]);
    expect((await scanned(files, { openFeature: true })).asked.toSorted()).toStrictEqual(['a', 'b', 'c']);
  });
});
