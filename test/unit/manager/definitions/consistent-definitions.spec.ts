import { describe, expect, it } from '@jest/globals';
import { NO_DEFINITIONS, type Definitions } from '../../../../lib/engine/definitions.js';
import { pathText } from '../../../../lib/engine/flag.errors.js';
import { checkDefinitions } from '../../../../lib/engine/targeting/check/check-definitions.js';
import { consistentDefinitions } from '../../../../lib/manager/definitions/consistent-definitions.js';
import { issueOf } from '../../../../lib/manager/definitions/inconsistency-report.js';
import { definitionSet } from '../../engine/definition-set.js';
import { delivers, PolledProvider } from '../fake-providers.js';
import { auditOf, managers } from '../managers.js';

const after = (...flags: string[]) => ({ type: 'boolean', prerequisites: flags.map((flag) => ({ flag })) });
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] });
const inLayer = (from: number, to: number, rest: object = {}) => ({
  type: 'boolean',
  layer: { name: 'payment', from, to, ...rest },
});

/** What is put in force of what was read, after something else was. */
function inForceOf(read: Definitions, inForce: Definitions = NO_DEFINITIONS) {
  const { definitions, inconsistencies } = consistentDefinitions(read, inForce, {});
  expect(checkDefinitions(definitions)).toStrictEqual([]);
  const lines = inconsistencies.map(issueOf).map(({ path, message }) => `${pathText(path)}: ${message}`);
  return { definitions, lines, keys: [...definitions.flags.keys(), ...definitions.segments.keys()].toSorted() };
}

describe('Consistent definitions', () => {
  it('are put in force as they were read', () => {
    const read = definitionSet({ checkout: true, search: within('vip') }, { vip: {} });
    expect(inForceOf(read)).toEqual({ definitions: read, lines: [], keys: ['checkout', 'search', 'vip'] });
  });

  it('stay the same objects when they are equal', () => {
    const written = { search: within('vip'), checkout: true };
    const inForce = definitionSet(written, { vip: { include: ['ada'] } });
    const { definitions } = inForceOf(
      definitionSet({ ...written, checkout: false }, { vip: { include: ['ada'] } }),
      inForce,
    );
    expect(definitions.flags.get('search')).toBe(inForce.flags.get('search'));
    expect(definitions.segments.get('vip')).toBe(inForce.segments.get('vip'));
    expect(definitions.flags.get('checkout')).not.toBe(inForce.flags.get('checkout'));
  });

  it('disappear when they are no longer read, even a flag that others depend on', () => {
    const inForce = definitionSet({ checkout: true, express: after('checkout'), sale: true }, { vip: {} });
    expect(inForceOf(definitionSet({ express: after('checkout') }), inForce).keys).toEqual(['express']);
  });
});

describe('Definitions that were never consistent', () => {
  it('are left out, with the reason', () => {
    const read = definitionSet({ checkout: true, search: within('vip'), express: after('express') });
    const { keys, lines } = inForceOf(read);
    expect(keys).toEqual(['checkout']);
    expect(lines).toEqual([
      'search.rules[0].when.segment: refers to the segment "vip", which no provider defines: define it, or correct the name',
      'express.prerequisites: form a cycle; remove one of these references: "express" > "express"',
    ]);
  });

  it('exclude the definitions that refer to such a segment', () => {
    const segments = { vip: { rules: [{ segment: 'gold' }] }, gold: { rules: [{ segment: 'vip' }] }, staff: {} };
    expect(inForceOf(definitionSet({ search: within('vip'), sale: within('staff') }, segments)).keys).toEqual([
      'sale',
      'staff',
    ]);
  });

  it('are found among 10,000 in one chain, of which the last 100 stay in force', () => {
    const flags = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i < 9999 ? after(`f${i + 1}`) : true]),
    );
    expect(inForceOf(definitionSet(flags)).definitions.flags.size).toBe(100);
  });
});

describe('An inconsistent change', () => {
  it('is not made, while all others are', () => {
    const inForce = definitionSet({ search: within('vip'), sale: false }, { vip: {} });
    const { definitions, lines } = inForceOf(
      definitionSet({ search: within('staff'), sale: true }, { vip: {} }),
      inForce,
    );
    expect(definitions.flags.get('search')).toBe(inForce.flags.get('search'));
    expect(definitions.flags.get('sale')).toMatchObject({ enabled: true });
    expect(lines).toHaveLength(1);
  });

  it('is made once it is consistent again', () => {
    const inForce = definitionSet({ search: within('vip') }, { vip: {} });
    const search = within('staff');
    const broken = inForceOf(definitionSet({ search }, { vip: {} }), inForce).definitions;
    const { definitions, lines } = inForceOf(definitionSet({ search }, { vip: {}, staff: {} }), broken);
    expect([definitions.flags.get('search'), lines]).toEqual([expect.objectContaining({ rules: search.rules }), []]);
  });

  it('keeps the definitions of a cycle in force that it did not change', () => {
    const inForce = definitionSet({ checkout: true, express: after('checkout') });
    const { definitions } = inForceOf(
      definitionSet({ checkout: after('express'), express: after('checkout') }),
      inForce,
    );
    expect(definitions).toEqual(inForce);
  });

  it('keeps the definitions of a cycle of segments in force that it did not change', () => {
    const inForce = definitionSet({ search: within('vip') }, { vip: { rules: [{ segment: 'gold' }] }, gold: {} });
    const segments = { vip: { rules: [{ segment: 'gold' }] }, gold: { rules: [{ segment: 'vip' }] } };
    expect(inForceOf(definitionSet({ search: within('vip') }, segments), inForce).definitions).toEqual(inForce);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a range that grows into another', { wallet: inLayer(0, 60), voucher: inLayer(50, 100) }],
    [
      'a new flag in the range of another',
      { wallet: inLayer(0, 50), voucher: inLayer(50, 100), gift: inLayer(40, 60) },
    ],
    ['another attribute to bucket by', { wallet: inLayer(0, 50, { bucketBy: 'company' }), voucher: inLayer(50, 100) }],
  ])('in a layer, %s, leaves the other flags of the layer in force', (_, flags) => {
    const inForce = definitionSet({ wallet: inLayer(0, 50), voucher: inLayer(50, 100) });
    expect(inForceOf(definitionSet(flags), inForce).definitions).toEqual(inForce);
  });

  it('is not made when it removes a segment that a flag refers to', () => {
    const inForce = definitionSet(
      { search: within('vip') },
      { vip: { rules: [{ segment: 'gold' }] }, gold: {}, staff: {} },
    );
    const { keys, lines } = inForceOf(definitionSet({ search: within('vip') }), inForce);
    expect(keys).toEqual(['gold', 'search', 'vip']);
    expect(lines).toEqual([
      expect.stringContaining('refers to the segment "vip"'),
      expect.stringMatching(/^segments\.vip.*rejected with it$/),
    ]);
  });

  it('is not made when it exceeds the limit of other definitions, and those stay in force', () => {
    const chain = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, after(`f${i + 1}`)]));
    const inForce = definitionSet({ ...chain(99), sale: false });
    const longer = definitionSet({ ...chain(99), f99: after('f100', 'f101'), sale: true });
    const { definitions } = inForceOf(longer, inForce);
    expect([...definitions.flags.keys()].toSorted()).toEqual([...inForce.flags.keys()].toSorted());
    expect(definitions.flags.get('sale')).toMatchObject({ enabled: true });
  });
});

describe('Definitions in force', () => {
  it('stay in force when an extension no longer accepts them, and the search for consistent ones ends', () => {
    const inForce = definitionSet({ gift: { type: 'custom', strategy: 'lottery' }, sale: false });
    let refusals = 0;
    const lottery = () => {
      if (++refusals > 100) return () => true;
      throw new Error('no prizes today');
    };
    const read = definitionSet({ gift: { type: 'custom', strategy: 'lottery' }, sale: true });
    const { definitions, inconsistencies } = consistentDefinitions(read, inForce, { strategies: { lottery } });
    expect(refusals).toBeLessThan(10);
    expect(definitions.flags.get('gift')).toBe(inForce.flags.get('gift'));
    expect(inconsistencies.map(({ message }) => message)).toEqual(['is rejected by it: no prizes today']);
  });
});

describe('A provider whose definitions become inconsistent', () => {
  const start = managers();

  it('is not followed into a cycle with another provider, which is reported, and audited once it is consistent', async () => {
    const one = new PolledProvider(delivers({ checkout: true }), 'one');
    const two = new PolledProvider(delivers({ express: after('checkout') }), 'two');
    const { flags, logger } = await start({ providers: [one, two] });
    one.answer = delivers({ checkout: after('express'), sale: true });
    await flags.refresh();
    expect(['checkout', 'express', 'sale'].map((key) => flags.evaluate(key).reason)).toEqual([
      'enabled',
      'enabled',
      'enabled',
    ]);
    expect(flags.status()).toMatchObject({
      inconsistencies: [{ path: ['checkout', 'prerequisites'] }, { path: ['express', 'prerequisites'] }],
    });
    expect(logger.errors).toEqual([expect.stringContaining('checkout.prerequisites: form a cycle')]);
    await flags.refresh();
    expect(logger.errors).toHaveLength(1);
    two.answer = delivers({ express: true });
    await flags.refresh();
    expect(flags.status().inconsistencies).toStrictEqual([]);
    expect(logger.logs.at(-1)).toBe('All flag definitions are consistent again.');
    expect((await auditOf(flags)).map(({ action, key }) => [action, key])).toEqual([
      ['flag_created', 'sale'],
      ['flag_updated', 'checkout'],
      ['flag_updated', 'express'],
    ]);
  });

  it('falls back to the default for definitions that were never consistent, as for unreadable ones', async () => {
    const providers = [new PolledProvider(delivers({ search: within('vip'), sale: true }))];
    const { flags } = await start({ providers, onBootFailure: 'defaults' });
    expect(['search', 'sale'].map((key) => flags.evaluate(key).reason)).toEqual(['provider_error', 'enabled']);
    expect(flags.isEnabled('search', {}, true)).toBe(true);
  });

  it('shows them in the status until they are consistent', async () => {
    const one = new PolledProvider(delivers({ checkout: true }), 'one');
    const { flags } = await start({ providers: [one] });
    one.answer = delivers({ checkout: after('checkout') });
    await flags.refresh();
    expect(flags.status().state).toBe('degraded');
    one.answer = delivers({ checkout: true });
    await flags.refresh();
    expect(flags.status()).toMatchObject({ state: 'ready', inconsistencies: [] });
  });

  it('gets one warning, and stays in force, when it needs an undefined flag', async () => {
    const one = new PolledProvider(delivers({ express: after('checkot') }), 'one');
    const { flags, logger } = await start({ providers: [one] });
    await flags.refresh();
    expect(flags.evaluate('express')).toMatchObject({ enabled: false, reason: 'evaluation_error' });
    expect(logger.lines.filter((line) => line.includes('"checkot"'))).toEqual([
      expect.stringMatching(/^warn Flag "express" refers to the flag "checkot", which no provider defines/),
    ]);
  });
});
