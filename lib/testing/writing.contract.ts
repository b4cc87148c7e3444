import assert from 'node:assert/strict';
import type { Versioned } from '../providers/definition-version.js';
import { VersionConflictError } from '../providers/provider.errors.js';
import { Announcements } from './announcements.js';
import { present } from './contract.js';
import { ContractWriter, withWriter } from './contract-writer.js';
import { assertDelivers, meaningOf } from './delivered-definitions.js';
import type { ContractItem } from './provider-under-test.js';
import { definitionsFor, LEGAL_KEYS } from './shop-definitions.js';
import { writtenFlags, writtenSegments, type WrittenKind } from './written-kind.js';

/** The tests of writing to a provider. */
export const writingContract: readonly ContractItem[] = [
  ...writingTests(writtenFlags),
  ...writingTests(writtenSegments),
  [
    `distinguishes a flag and a segment with the same key`,
    (open) =>
      withWriter(open, writtenSegments, {}, async (segments) => {
        const flags = new ContractWriter(segments.provider, writtenFlags);
        const [flag, segment] = [writtenFlags.numbered(0), writtenSegments.numbered(0)];
        const flagVersion = await flags.versionOfWrite('premium', 0);
        const segmentVersion = await segments.versionOfWrite('premium', 0);
        assertGrow([flagVersion, segmentVersion]);
        await assertDelivers(segments.provider, { premium: flag }, { premium: segment });
        await flags.remove('premium', flagVersion);
        await assertDelivers(segments.provider, {}, { premium: segment });
        await flags.write('premium', flag, 0);
        await segments.remove('premium', segmentVersion);
        await assertDelivers(segments.provider, { premium: flag });
      }),
    'write_segments',
  ],
];

/** The tests of writing one kind of definition. */
function writingTests<D, S extends Versioned>(kind: WrittenKind<D, S>): readonly ContractItem[] {
  const { one, many, needs, examples, numbered } = kind;
  const [replaced = ''] = Object.keys(examples);
  return [
    [
      `stores ${many} of all kinds and delivers them`,
      (open) =>
        withWriter(open, kind, {}, async (writer) => {
          for (const [key, definition] of Object.entries(examples)) {
            const stored = await writer.write(key, definition);
            assert.deepEqual(meaningOf([[key, stored]]), meaningOf([[key, kind.parse(key, definition)]]));
          }
          await writer.assertDelivers(examples);
        }),
      needs,
    ],
    [
      `stores ${many} under keys with every valid character`,
      (open) =>
        withWriter(open, kind, {}, async (writer) => {
          for (const key of LEGAL_KEYS) await writer.write(key, numbered(0));
          await writer.assertDelivers(definitionsFor(LEGAL_KEYS, numbered(0)));
        }),
      needs,
    ],
    [
      `replaces ${one} and does not change the others`,
      (open) =>
        withWriter(open, kind, examples, async (writer) => {
          await writer.write(replaced, numbered(1));
          await writer.assertDelivers({ ...examples, [replaced]: numbered(1) });
        }),
      needs,
    ],
    [
      `deletes ${one} and does not change the others`,
      (open) =>
        withWriter(open, kind, examples, async (writer) => {
          assert.equal(await writer.remove(replaced), undefined);
          const { [replaced]: _, ...others } = examples;
          await writer.assertDelivers(others);
          assert.equal(await writer.remove(replaced), undefined, 'deleting a missing definition must not be an error');
          await writer.assertDelivers(others);
        }),
      needs,
    ],
    [
      `gives every write of ${one} a higher version, even after a deletion, and delivers it`,
      (open) =>
        withWriter(open, kind, { premium: numbered(1) }, async (writer) => {
          const versions = [await writer.versionOfWrite('premium'), await writer.versionOfWrite('premium')];
          await writer.remove('premium', versions.at(-1));
          versions.push(await writer.versionOfWrite('premium', 0), await writer.versionOfWrite('testers', 0));
          assertGrow(versions);
          assert.equal((await writer.delivered('premium')).version, versions[2]);
          assert.equal((await writer.delivered('testers')).version, versions[3]);
        }),
      needs,
    ],
    [
      `rejects a write of ${one} that expects another version, and writes nothing`,
      (open) =>
        withWriter(open, kind, {}, async (writer) => {
          const first = await writer.versionOfWrite('premium', 0);
          const second = await writer.versionOfWrite('premium', first);
          for (const stale of [first, 0, second + 1]) {
            await assert.rejects(writer.write('premium', numbered(1), stale), VersionConflictError);
            await assert.rejects(writer.remove('premium', stale), VersionConflictError);
          }
          await assert.rejects(writer.write('testers', numbered(1), second), VersionConflictError);
          await writer.assertDelivers({ premium: numbered(0) });
          assert.equal(await writer.remove('premium', second), undefined);
          await writer.assertDelivers({});
        }),
      needs,
    ],
    [
      `accepts exactly one of several writes of ${one} that expect the same version`,
      (open) =>
        withWriter(open, kind, {}, async (writer) => {
          const expected = await writer.versionOfWrite('premium', 0);
          const attempts = Array.from({ length: 5 }, (_, i) => writer.write('premium', numbered(i), expected));
          const results = await Promise.allSettled(attempts);
          const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
          const lost = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
          assert.equal(won.length, 1, `${won.length} of the writes succeeded`);
          assert.ok(
            lost.every((reason) => reason instanceof VersionConflictError),
            'the other writes must fail with a VersionConflictError',
          );
          assert.deepEqual(await writer.delivered('premium'), won[0]);
        }),
      needs,
    ],
    [
      `loses none of several ${many} that are written concurrently`,
      (open) =>
        withWriter(open, kind, { premium: numbered(0) }, async (writer) => {
          const keys = Array.from({ length: 10 }, (_, i) => `group_${i}`);
          await Promise.all(keys.map((key) => writer.write(key, numbered(0), 0)));
          await writer.assertDelivers(definitionsFor(['premium', ...keys], numbered(0)));
        }),
      needs,
    ],
    [
      `announces ${many} that are written through it`,
      (open) =>
        withWriter(open, kind, { premium: numbered(0) }, async (writer) => {
          const { provider } = writer;
          const announcements = new Announcements();
          const unwatch = present(await provider.watch?.(announcements.listener));
          try {
            await writer.write('premium', numbered(1));
            await announcements.until(() => writer.assertDelivers({ premium: numbered(1) }), 0);
            const before = announcements.count;
            await writer.remove('premium');
            await announcements.until(() => writer.assertDelivers({}), before);
          } finally {
            await unwatch();
          }
        }),
      needs,
      'watch',
    ],
  ];
}

function assertGrow(versions: readonly number[]): void {
  assert.deepEqual(
    versions,
    [...new Set(versions)].toSorted((a, b) => a - b),
    `versions must increase, but were ${versions.join(', ')}`,
  );
}
