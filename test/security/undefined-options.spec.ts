import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FlagManager, MemoryStore } from '../../lib/index.js';
import { RecordingLogger } from '../support/recording-logger.js';

type Loose = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

const tomorrow = () => new Date(Date.now() + 86_400_000);
const ops = { actor: 'ops' };

let manager: FlagManager;
let flags: Loose;
beforeEach(async () => {
  manager = await FlagManager.create({
    initialFlags: { pay: false, sale: true },
    store: new MemoryStore(),
    logger: new RecordingLogger(),
  });
  await manager.disable('sale', ops);
  flags = new Proxy({}, { get: (_, name) => Reflect.get(manager, name, manager).bind(manager) as unknown });
});
afterEach(() => manager.close());

/** A call with an option that was looked up and not found, what it says, and what would have happened without it. */
const calls: readonly [call: string, message: string, work: () => unknown][] = [
  ['enable(…, { unit })', 'Option "unit" of an override', () => flags['enable']?.('pay', { unit: undefined, ...ops })],
  ['disable(…, { unit })', 'leave it out for all users', () => flags['disable']?.('pay', { unit: undefined })],
  ['setOverride(…, { unit })', 'for all users', () => flags['setOverride']?.('pay', true, { unit: undefined })],
  ['enable(…, { unitBy })', "for the user's id", () => flags['enable']?.('pay', { unit: 'acme', unitBy: undefined })],
  ['enable(…, { expiresAt })', 'never expires', () => flags['enable']?.('pay', { expiresAt: undefined })],
  ['clearOverride(…, { unit })', 'of clearOverride', () => flags['clearOverride']?.('sale', { unit: undefined })],
  ['clearOverride(…, { unitBy })', '"unitBy"', () => flags['clearOverride']?.('sale', { unitBy: undefined })],
  ['getOverride(key, unit)', '"unit" of getOverride', async () => flags['getOverride']?.('sale', undefined)],
  ['getOverride(key, unit, unitBy)', '"unitBy"', async () => flags['getOverride']?.('sale', 'acme', undefined)],
  [
    'saveFlag(…, { expectedVersion })',
    'any version',
    () => flags['saveFlag']?.('pay', true, { expectedVersion: undefined }),
  ],
  [
    'deleteFlag(…, { expectedVersion })',
    'any version',
    () => flags['deleteFlag']?.('pay', { expectedVersion: undefined }),
  ],
  ['saveSegment(…)', 'any version', () => flags['saveSegment']?.('vip', {}, { expectedVersion: undefined })],
  ['deleteSegment(…)', 'any version', () => flags['deleteSegment']?.('vip', { expectedVersion: undefined })],
  ...['unit', 'unitBy', 'expiresAt'].map((name): [string, string, () => unknown] => [
    `schedule({ ${name} })`,
    `"${name}" of the change is undefined: give a value, or leave it out for`,
    () => flags['schedule']?.({ type: 'set_override', key: 'pay', serve: true, [name]: undefined }, tomorrow()),
  ]),
  [
    'schedule({ type: "clear_override", unit })',
    'for all users',
    () => flags['schedule']?.({ type: 'clear_override', key: 'sale', unit: undefined }, tomorrow()),
  ],
  [
    'schedule({ expectedVersion })',
    'any version',
    () => flags['schedule']?.({ type: 'delete_flag', key: 'pay', expectedVersion: undefined }, tomorrow()),
  ],
  [
    'schedule(…, { dropAfter })',
    'never dropped',
    () => flags['schedule']?.({ type: 'delete_flag', key: 'pay' }, tomorrow(), { dropAfter: undefined }),
  ],
  ...['key', 'actor', 'action', 'since', 'until'].flatMap((name): [string, string, () => unknown][] => [
    [
      `getAuditLog({ ${name} })`,
      `Option "${name}" of the audit log`,
      () => flags['getAuditLog']?.({ [name]: undefined }),
    ],
    [`exportAuditLog({ ${name} })`, `"${name}"`, () => manager.exportAuditLog({ [name]: undefined }).next()],
  ]),
];

describe('An option whose absence widens a call is rejected as undefined', () => {
  it.each(calls)('%s', async (_, message, work) => {
    const before = [manager.getOverrides(), manager.getSchedules(), manager.status().version];
    await expect((async () => await work())()).rejects.toMatchObject({
      code: expect.stringMatching(/^INVALID_(OPTIONS|SCHEDULE)$/),
      message: expect.stringMatching(message.replaceAll(/[()]/g, '.')),
    });
    expect([manager.getOverrides(), manager.getSchedules(), manager.status().version]).toEqual(before);
  });
});

describe('A Date is not an identity, and is rejected', () => {
  it.each<[string, () => unknown]>([
    ['unit', () => flags['enable']?.('pay', { unit: new Date(0) })],
    ['unitBy', () => flags['enable']?.('pay', { unit: 'a', unitBy: new Date(0) })],
    ['serve', () => flags['setOverride']?.('pay', new Date(0))],
    ['unit', () => flags['clearOverride']?.('sale', { unit: new Date(0) })],
    ['key', () => flags['schedule']?.({ type: 'delete_flag', key: new Date(0) }, tomorrow())],
    ['unit', () => flags['schedule']?.({ type: 'clear_override', key: 'sale', unit: new Date(0) }, tomorrow())],
    ['serve', () => flags['schedule']?.({ type: 'set_override', key: 'pay', serve: new Date(0) }, tomorrow())],
  ])('as "%s"', async (name, work) => {
    await expect((async () => await work())()).rejects.toThrow(`${name}: cannot be a Date`);
  });

  it('except where a time is meant, and becomes text within a served value', async () => {
    const at = tomorrow();
    await manager.setOverride('pay', { value: at.toISOString() }, { expiresAt: at });
    expect(manager.getOverride('pay')).toMatchObject({ expiresAt: at.toISOString() });
    await flags['setOverride']?.('pay', { value: [at] });
    expect(manager.getOverride('pay')?.serve).toEqual({ value: [at.toISOString()] });
    const later = new Date(at.getTime() + 1000);
    const change = { type: 'set_override', key: 'sale', serve: true, expiresAt: later } as const;
    expect((await manager.schedule(change, at)).change).toMatchObject({ expiresAt: later.toISOString() });
  });
});
