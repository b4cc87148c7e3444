import assert from 'node:assert/strict';
import type { Flag, FlagDefinition, FlagDefinitions } from '../engine/flag.js';
import { parseFlag } from '../engine/parse-flag.js';
import { isWritable, type WritableFlagProvider } from '../providers/flag-provider.js';
import { VersionConflictError } from '../providers/provider.errors.js';
import { Announcements } from './announcements.js';
import { assertDelivers, inTime, meaningOf } from './delivered-flags.js';
import { withProvider, type ContractItem, type OpenProvider } from './provider-under-test.js';
import { definitionsFor, LEGAL_KEYS, SHOP_DEFINITIONS } from './shop-definitions.js';

/** What writing to a provider has to be like, for one that can be written to. */
export const writingContract: readonly ContractItem[] = [
  [
    'stores definitions of all types and delivers them (when it is writable)',
    (open) =>
      withWritable(open, {}, async (provider) => {
        for (const [key, definition] of Object.entries(SHOP_DEFINITIONS)) {
          const stored = await write(provider, key, definition);
          assert.deepEqual(meaningOf({ [key]: stored }), meaningOf({ [key]: definition }));
        }
        await assertDelivers(provider, SHOP_DEFINITIONS);
      }),
  ],
  [
    'stores keys with every legal character (when it is writable)',
    (open) =>
      withWritable(open, {}, async (provider) => {
        for (const key of LEGAL_KEYS) await write(provider, key, true);
        await assertDelivers(provider, definitionsFor(LEGAL_KEYS, true));
      }),
  ],
  [
    'replaces a definition and leaves the others alone (when it is writable)',
    (open) =>
      withWritable(open, SHOP_DEFINITIONS, async (provider) => {
        await write(provider, 'theme', false);
        await assertDelivers(provider, { ...SHOP_DEFINITIONS, theme: false });
      }),
  ],
  [
    'deletes a definition and leaves the others alone (when it is writable)',
    (open) =>
      withWritable(open, SHOP_DEFINITIONS, async (provider) => {
        assert.equal(await remove(provider, 'theme'), undefined);
        const { theme: _, ...others } = SHOP_DEFINITIONS;
        await assertDelivers(provider, others);
        assert.equal(await remove(provider, 'theme'), undefined, 'deleting what is gone has to be no error');
        await assertDelivers(provider, others);
      }),
  ],
  [
    'gives every write a higher version, over deletions as well, and delivers it (when it is writable)',
    (open) =>
      withWritable(open, { search: true }, async (provider) => {
        const versions = [await versionOfWrite(provider, 'search'), await versionOfWrite(provider, 'search')];
        await remove(provider, 'search', versions.at(-1));
        versions.push(await versionOfWrite(provider, 'search', 0), await versionOfWrite(provider, 'premium', 0));
        assert.deepEqual(
          versions,
          [...new Set(versions)].toSorted((a, b) => a - b),
          `versions have to grow, but were ${versions.join(', ')}`,
        );
        const { flags } = await provider.load();
        assert.equal(parseFlag('search', flags['search']).version, versions[2]);
        assert.equal(parseFlag('premium', flags['premium']).version, versions[3]);
      }),
  ],
  [
    'refuses a write that expects another version, and writes nothing (when it is writable)',
    (open) =>
      withWritable(open, {}, async (provider) => {
        const first = await versionOfWrite(provider, 'search', 0);
        const second = await versionOfWrite(provider, 'search', first);
        for (const stale of [first, 0, second + 1]) {
          await assert.rejects(write(provider, 'search', false, stale), VersionConflictError);
          await assert.rejects(remove(provider, 'search', stale), VersionConflictError);
        }
        await assert.rejects(write(provider, 'premium', true, second), VersionConflictError);
        await assertDelivers(provider, { search: true });
        assert.equal(await remove(provider, 'search', second), undefined);
        await assertDelivers(provider, {});
      }),
  ],
  [
    'lets exactly one of several writers win that expect the same version (when it is writable)',
    (open) =>
      withWritable(open, {}, async (provider) => {
        const expected = await versionOfWrite(provider, 'search', 0);
        const attempts = Array.from({ length: 5 }, (_, i) =>
          write(provider, 'search', { type: 'percentage', percentage: i }, expected),
        );
        const results = await Promise.allSettled(attempts);
        const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        const lost = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
        assert.equal(won.length, 1, `${won.length} writers won`);
        assert.ok(
          lost.every((reason) => reason instanceof VersionConflictError),
          'who loses has to be told by a VersionConflictError',
        );
        const { flags } = await provider.load();
        assert.deepEqual(parseFlag('search', flags['search']), won[0]);
      }),
  ],
  [
    'loses none of several writes at once to different flags (when it is writable)',
    (open) =>
      withWritable(open, { catalogue: true }, async (provider) => {
        const keys = Array.from({ length: 10 }, (_, i) => `sale_${i}`);
        await Promise.all(keys.map((key) => write(provider, key, true, 0)));
        await assertDelivers(provider, definitionsFor(['catalogue', ...keys], true));
      }),
  ],
  [
    'announces what is written through it (when it is writable and can be watched)',
    (open) =>
      withWritable(open, { search: true }, async (provider) => {
        const heard = new Announcements();
        const unwatch = await provider.watch?.(heard.listener);
        if (unwatch === undefined || provider.needsPolling === true) return await unwatch?.();
        try {
          await write(provider, 'search', false);
          await heard.until(() => assertDelivers(provider, { search: false }), 0);
          const before = heard.count;
          await remove(provider, 'search');
          await heard.until(() => assertDelivers(provider, {}), before);
        } finally {
          await unwatch();
        }
      }),
  ],
];

async function withWritable(
  open: OpenProvider,
  definitions: FlagDefinitions,
  check: (provider: WritableFlagProvider) => Promise<void>,
): Promise<void> {
  await withProvider(open, definitions, async ({ provider }) => {
    if (isWritable(provider)) await check(provider);
  });
}

async function write(
  provider: WritableFlagProvider,
  key: string,
  definition: FlagDefinition,
  expectedVersion?: number,
): Promise<Flag> {
  const flag = parseFlag(key, definition);
  const stored = await inTime('write() did not answer', () => provider.write({ key, flag, expectedVersion }));
  return stored ?? assert.fail('write() has to answer with the flag as stored');
}

function remove(provider: WritableFlagProvider, key: string, expectedVersion?: number): Promise<Flag | undefined> {
  return inTime('write() did not answer', () => provider.write({ key, flag: undefined, expectedVersion }));
}

async function versionOfWrite(provider: WritableFlagProvider, key: string, expectedVersion?: number): Promise<number> {
  const { version } = await write(provider, key, true, expectedVersion);
  assert.ok(Number.isSafeInteger(version) && version !== undefined && version > 0, `"${version}" is not a version`);
  return version;
}
