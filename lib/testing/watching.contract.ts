import assert from 'node:assert/strict';
import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagProvider, Unwatch } from '../providers/flag-provider.js';
import { assertDeltasLead } from './announced-deltas.js';
import { Announcements } from './announcements.js';
import { assertDelivers, inTime } from './delivered-definitions.js';
import { withProvider, type ContractItem, type OpenProvider } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';

/** The tests of watching a provider. */
export const watchingContract: readonly ContractItem[] = [
  [
    'announces a change of its source and then delivers it',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const { announcements } = await watch();
        for (const definitions of EDITIONS) {
          const before = announcements.count;
          await change(definitions);
          await announcements.until(() => assertDelivers(provider, definitions), before);
        }
      }),
    'change',
    'watch',
  ],
  [
    'announces a change of its segments and then delivers it',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const { announcements } = await watch();
        for (const segments of SEGMENT_EDITIONS) {
          const before = announcements.count;
          await change(SHOP_DEFINITIONS, segments);
          await announcements.until(() => assertDelivers(provider, SHOP_DEFINITIONS, segments), before);
        }
      }),
    'change',
    'watch',
    'segments',
  ],
  [
    'announces only deltas that lead to the segments that it then delivers',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const { announcements } = await watch();
        let delivered: SegmentDefinitions = {};
        for (const segments of SEGMENT_EDITIONS) {
          const before = announcements.count;
          await change(SHOP_DEFINITIONS, segments);
          await announcements.until(async () => {
            await assertDelivers(provider, SHOP_DEFINITIONS, segments);
            assertDeltasLead([SHOP_DEFINITIONS, delivered], announcements.deltasAfter(before), [
              SHOP_DEFINITIONS,
              segments,
            ]);
          }, before);
          delivered = segments;
        }
      }),
    'change',
    'watch',
    'segments',
  ],
  [
    'announces only deltas that lead to what it then delivers',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const { announcements } = await watch();
        let delivered: FlagDefinitions = SHOP_DEFINITIONS;
        for (const definitions of [...EDITIONS, SHOP_DEFINITIONS]) {
          const before = announcements.count;
          await change(definitions);
          await announcements.until(async () => {
            await assertDelivers(provider, definitions);
            assertDeltasLead([delivered, {}], announcements.deltasAfter(before), [definitions, {}]);
          }, before);
          delivered = definitions;
        }
      }),
    'change',
    'watch',
  ],
  [
    'announces a change to all listeners',
    (open) =>
      withWatchable(open, async ({ watch, change }) => {
        const first = await watch();
        const second = await watch();
        await change(EDITIONS[0]);
        await Promise.all([first.announcements.beyond(0), second.announcements.beyond(0)]);
      }),
    'change',
    'watch',
  ],
  [
    'announces nothing to a listener that has stopped watching, but still notifies the others',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const leaver = await watch();
        const stayer = await watch();
        await leaver.unwatch();
        const counted = leaver.announcements.count;
        for (const definitions of EDITIONS) {
          const before = stayer.announcements.count;
          await change(definitions);
          await stayer.announcements.until(() => assertDelivers(provider, definitions), before);
        }
        assert.equal(leaver.announcements.count, counted, 'a listener was called after it had stopped watching');
      }),
    'change',
    'watch',
  ],
  [
    'can be watched again after all listeners have stopped, even if one stops twice',
    (open) =>
      withWatchable(open, async ({ watch, change, provider }) => {
        const earlier = await watch();
        await earlier.unwatch();
        await earlier.unwatch();
        const { announcements } = await watch();
        await change(EDITIONS[0]);
        await announcements.until(() => assertDelivers(provider, EDITIONS[0]), 0);
      }),
    'change',
    'watch',
  ],
];

const EDITIONS = [
  { ...SHOP_DEFINITIONS, catalogue: false, search: true },
  { new_checkout: { type: 'percentage', percentage: 50 } },
] as const satisfies readonly FlagDefinitions[];

const SEGMENT_EDITIONS: readonly SegmentDefinitions[] = [
  { ...SHOP_SEGMENTS, staff: { include: ['ada'] } },
  { testers: { exclude: ['ada'], rules: [{ attribute: 'beta', op: 'equals', value: true }] } },
  {},
];

interface Watcher {
  readonly announcements: Announcements;
  readonly unwatch: Unwatch;
}

interface Watchable {
  readonly provider: FlagProvider;
  readonly change: (definitions: FlagDefinitions, segments?: SegmentDefinitions) => void | Promise<void>;
  readonly watch: () => Promise<Watcher>;
}

/** Runs a check, and stops every watch afterwards. */
async function withWatchable(open: OpenProvider, check: (subject: Watchable) => Promise<void>): Promise<void> {
  await withProvider(open, [SHOP_DEFINITIONS, {}], async (subject) => {
    const { provider } = subject;
    const watchers: Watcher[] = [];
    const watch = async (): Promise<Watcher> => {
      const announcements = new Announcements();
      const unwatch = await inTime('watch() did not begin', () => provider.watch?.(announcements.listener));
      assert.equal(typeof unwatch, 'function', 'watch() must return a function that stops the notifications');
      const watcher = { announcements, unwatch: unwatch ?? (() => {}) };
      watchers.push(watcher);
      return watcher;
    };
    try {
      const change: Watchable['change'] = (definitions, segments = {}) => subject.change?.(definitions, segments);
      await check({ provider, watch, change });
    } finally {
      for (const { unwatch } of watchers) await inTime('unwatch() did not end', unwatch);
    }
  });
}
