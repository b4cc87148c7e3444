import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../../../lib/internal/message-of.js';
import type { FlagManager } from '../../../../lib/manager/flag-manager.js';
import type { ScheduledChange } from '../../../../lib/store/flag-schedule.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { auditOf, managers, settled } from '../managers.js';

const start = managers();
const minute = 60_000;
const by = { actor: 'ann', reason: 'campaign' } as const;
const expiresAt = '2026-01-01T12:00:00.000Z';

type Call = (flags: FlagManager) => Promise<unknown>;

/** Each change as a schedule stores it and as its method makes it. */
const changes: readonly [ScheduledChange, Call][] = [
  [
    { type: 'set_override', key: 'theme', serve: { variant: 'dark' }, unit: 'ada', expiresAt },
    (flags) => flags.setOverride('theme', 'dark', { ...by, unit: 'ada', expiresAt }),
  ],
  [{ type: 'set_override', key: 'sale', serve: { enabled: false } }, (flags) => flags.disable('sale', by)],
  [{ type: 'clear_override', key: 'catalogue' }, (flags) => flags.clearOverride('catalogue', by)],
  [
    { type: 'save_flag', key: 'sale', definition: { type: 'percentage', percentage: 5 }, expectedVersion: 1 },
    (flags) => flags.saveFlag('sale', { type: 'percentage', percentage: 5 }, { ...by, expectedVersion: 1 }),
  ],
  [{ type: 'delete_flag', key: 'sale' }, (flags) => flags.deleteFlag('sale', by)],
  [
    { type: 'save_segment', key: 'vip', definition: { include: ['grace'] } },
    (flags) => flags.saveSegment('vip', { include: ['grace'] }, by),
  ],
  [
    { type: 'delete_segment', key: 'vip', expectedVersion: 2 },
    (flags) => flags.deleteSegment('vip', { ...by, expectedVersion: 2 }),
  ],
];

/** A shop whose flags, segments and overrides can be changed. */
async function shop() {
  const { flags, clock } = await start({
    store: new MemoryStore(),
    initialFlags: { theme: { type: 'variant', variants: [{ name: 'dark', weight: 1 }] } },
  });
  await flags.saveFlag('sale', true);
  await flags.saveSegment('vip', { include: ['ada'] });
  await flags.disable('catalogue');
  return { flags, clock };
}

/** What the newest entry says of a change, apart from where and when it was made. */
async function changeOf(flags: FlagManager) {
  const { action, key, before, after, actor, reason } = (await auditOf(flags)).at(-1) ?? {};
  const { createdAt: _, version: __, ...document } = { createdAt: '', version: 0, ...after };
  return { action, key, before, after: after && document, actor, reason };
}

describe('A planned change', () => {
  it.each(changes)('is the same for %j whether it is made directly or by a schedule', async (change, call) => {
    const [direct, scheduled] = [await shop(), await shop()];
    await call(direct.flags);
    await scheduled.flags.schedule(change, new Date(scheduled.clock.now() + minute), by);
    scheduled.clock.advance(minute);
    await settled();
    expect(await changeOf(scheduled.flags)).toEqual(await changeOf(direct.flags));
    expect((await auditOf(direct.flags)).at(-1)?.origin).toBe('api');
    expect((await auditOf(scheduled.flags)).at(-1)?.origin).toBe('schedule');
  });

  it.each<[ScheduledChange, Call]>([
    [{ type: 'set_override', key: 'theme', serve: { variant: 'blue' } }, (flags) => flags.setOverride('theme', 'blue')],
    [
      { type: 'save_flag', key: 'sale', definition: { type: 'boolean', enabled: false }, expectedVersion: 7 },
      (flags) => flags.saveFlag('sale', false, { expectedVersion: 7 }),
    ],
    [
      {
        type: 'save_flag',
        key: 'sale',
        definition: { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'nobody' } }] },
      },
      (flags) =>
        flags.saveFlag('sale', { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'nobody' } }] }),
    ],
  ])('is rejected for the same reason for %j', async (change, call) => {
    const [direct, scheduled] = [await shop(), await shop()];
    const refused: unknown = await call(direct.flags).catch((error: unknown) => error);
    await scheduled.flags.schedule(change, new Date(scheduled.clock.now() + minute));
    scheduled.clock.advance(minute);
    await settled();
    const failed = (await auditOf(scheduled.flags)).at(-1);
    expect(failed?.action).toBe('schedule_failed');
    expect(messageOf(refused)).toBe(failed?.reason);
  });
});
