import assert from 'node:assert/strict';
import { types } from 'node:util';
import type { FlagDefinition } from '../engine/flag.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { assertDelivers, inTime } from './delivered-definitions.js';
import { withProvider, type ContractItem, type ProviderUnderTest } from './provider-under-test.js';
import { definitionsFor, LEGAL_KEYS, SHOP_DEFINITIONS } from './shop-definitions.js';
import { recovered } from './recovered.js';
import { spoil } from './spoil.js';
import { SHOP, withShop } from './with-shop.js';

/** The tests of reading from a provider. */
export const loadingContract: readonly ContractItem[] = [
  [
    'has a name',
    (open) =>
      withProvider(open, [{}, {}], ({ provider }) => {
        assert.equal(typeof provider.name, 'string');
        assert.notEqual(provider.name.trim(), '');
      }),
  ],
  [
    'delivers definitions of all types as given',
    (open) => withProvider(open, [SHOP_DEFINITIONS, {}], ({ provider }) => assertDelivers(provider, SHOP_DEFINITIONS)),
  ],
  [
    'delivers boolean flags that are written as true or false',
    (open) => {
      const definitions = { search: true, premium: false };
      return withProvider(open, [definitions, {}], ({ provider }) => assertDelivers(provider, definitions));
    },
  ],
  [
    'delivers keys with every valid character',
    (open) => {
      const definitions = definitionsFor<FlagDefinition>(LEGAL_KEYS, { type: 'percentage', percentage: 25 });
      return withProvider(open, [definitions, {}], ({ provider }) => assertDelivers(provider, definitions));
    },
  ],
  [
    'delivers an empty set when there are no definitions',
    (open) => withProvider(open, [{}, {}], ({ provider }) => assertDelivers(provider, {})),
  ],
  [
    'delivers segments with flags, as given',
    (open) => withProvider(open, SHOP, ({ provider }) => assertDelivers(provider, ...SHOP)),
    'segments',
  ],
  [
    'delivers segments without flags, with every valid character in their keys',
    (open) => {
      const segments = definitionsFor(LEGAL_KEYS, { include: ['ada'] });
      return withProvider(open, [{}, segments], ({ provider }) => assertDelivers(provider, {}, segments));
    },
    'segments',
  ],
  [
    'can be read repeatedly and concurrently',
    (open) =>
      withShop(open, async ({ provider }, shop) => {
        const readers = Array.from({ length: 5 }, () => assertDelivers(provider, ...shop));
        await Promise.all(readers);
        await assertDelivers(provider, ...shop);
      }),
  ],
  [
    'does not expose its own state: changes to a set do not affect later sets',
    (open) =>
      withShop(open, async ({ provider }, shop) => {
        spoil(await provider.load());
        await assertDelivers(provider, ...shop);
      }),
  ],
  [
    'rejects while its source cannot be read, and delivers again afterwards',
    (open) =>
      withShop(open, async (subject, shop) => {
        await assertDelivers(subject.provider, ...shop);
        await duringOutage(subject, async () => {
          await assertFails(subject.provider);
          await assertFails(subject.provider);
        });
        await recovered(() => inTime('load() did not answer', () => subject.provider.load()));
        await assertDelivers(subject.provider, ...shop);
      }),
    'outage',
  ],
  [
    'rejects when its source is broken before it is first read',
    (open) =>
      withProvider(open, [SHOP_DEFINITIONS, {}], (subject) =>
        duringOutage(subject, () => assertFails(subject.provider)),
      ),
    'outage',
  ],
  [
    'can be closed twice',
    (open) =>
      withProvider(open, [SHOP_DEFINITIONS, {}], async ({ provider }) => {
        await inTime('load() did not answer', () => provider.load());
        await inTime('close() did not end', () => provider.close?.());
        await inTime('the second close() did not end', () => provider.close?.());
      }),
    'close',
  ],
];

/** Runs a check during an outage, and always ends the outage, because others may share the server. */
async function duringOutage(subject: ProviderUnderTest, check: () => Promise<void>): Promise<void> {
  await subject.break?.();
  try {
    await check();
  } finally {
    await subject.repair?.();
  }
}

async function assertFails(provider: FlagProvider): Promise<void> {
  let set: unknown;
  try {
    set = await inTime('load() neither answered nor failed', () => provider.load());
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(types.isNativeError(error) || error instanceof Error, 'load() must fail with an Error');
    return;
  }
  assert.fail(`load() must fail while its source cannot be read, but delivered ${JSON.stringify(set)}`);
}
