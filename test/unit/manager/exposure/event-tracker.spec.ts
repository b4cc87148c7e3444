import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT, type FlagContext } from '../../../../lib/engine/flag-context.js';
import { hostileObjects } from '../../engine/hostile-objects.js';
import { recordedManagers } from './recorded.js';

const start = recordedManagers();
const ada: FlagContext = { userId: 'ada' };

describe('track', () => {
  it('records what a unit did, and when', async () => {
    const { flags, delivered } = await start();
    flags.track('order_placed', ada, { value: 59.9, attributes: { currency: 'EUR', items: 3, gift: false } });
    const [event] = await delivered();
    expect(event).toStrictEqual({
      trackingEventName: 'order_placed',
      timestamp: '2026-01-01T00:00:00.000Z',
      targetingKey: 'ada',
      targetingKeyPath: 'userId',
      value: 59.9,
      attributes: { currency: 'EUR', items: 3, gift: false },
    });
    expect(Object.isFrozen(event)).toBe(true);
  });

  it('accepts a value alone, and no details at all', async () => {
    const { flags, delivered } = await start();
    flags.track('order_placed', ada, 59.9);
    flags.track('visited', ada);
    const events = await delivered();
    expect(events.map((event) => 'value' in event && event.value)).toStrictEqual([59.9, false]);
  });

  it('records for the context of the request without one', async () => {
    const { flags, exposures } = await start({ contextSource: () => ({ sessionId: 's1' }) });
    flags.track('visited');
    expect(await exposures()).toStrictEqual(['visited by sessionId s1']);
  });

  it('records each event, for the unit that the flag buckets', async () => {
    const { flags, exposures } = await start();
    const context = { userId: 'ada', userAttributes: { company: 'acme' } };
    flags.track('order_placed', context, { bucketBy: 'company' });
    flags.track('order_placed', context, { bucketBy: ['branch', 'company'] });
    expect(await exposures()).toStrictEqual(['order_placed by company acme', 'order_placed by company acme']);
  });

  it('is delivered by flushEvents, without waiting for the flush interval', async () => {
    const names: string[] = [];
    const { flags } = await start({
      onExposure: (events) => void names.push(...events.map((each) => each.targetingKey)),
    });
    flags.track('visited', ada);
    await flags.flushEvents();
    expect(names).toStrictEqual(['ada']);
  });

  it('does nothing without a sink', async () => {
    const { flags, logger } = await start({ onExposure: undefined });
    flags.track('', ada, Number.NaN);
    await flags.flushEvents();
    expect(logger.lines).toStrictEqual([]);
  });

  it.each<[string, unknown, unknown, RegExp]>([
    ['an empty name', '', undefined, /The name of an event for track must be a string of 1 to 256 characters/],
    ['a name of another type', 7, undefined, /The name of an event for track must be a string/],
    ['a reserved name', 'feature_flag.exposure', undefined, /that does not begin with "feature_flag\."/],
    ['a value that is no number', 'order_placed', Number.NaN, /Option "value" of track must be a finite number/],
    ['a value as text', 'order_placed', { value: '59.90' }, /Option "value" of track must be a finite number/],
    ['an unknown detail', 'order_placed', { vlaue: 1 }, /did you mean "value"\?/],
    [
      'nested attributes',
      'order_placed',
      { attributes: { user: {} } },
      /Member "user" of option "attributes" of track/,
    ],
    ['long text', 'order_placed', { attributes: { note: 'x'.repeat(1025) } }, /a string of up to 1024 characters/],
    [
      'too many attributes',
      'order_placed',
      { attributes: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, i])) },
      /must have at most 20 members/,
    ],
  ])('ignores, counts and logs %s', async (_, name, details, message) => {
    const { flags, logger, delivered } = await start();
    flags.track(name as string, ada, details as number);
    flags.track(name as string, ada, details as number);
    expect(await delivered()).toStrictEqual([]);
    expect(flags.status().exposure).toMatchObject({ ignored: 2, dropped: 0 });
    expect(logger.warnings).toStrictEqual([expect.stringMatching(message)]);
  });

  it('ignores a context without a targeting key, one that failed, and one that cannot be read', async () => {
    const { flags, delivered } = await start();
    const unreadable = hostileObjects['an object whose getters throw']();
    for (const context of [{}, FAILED_CONTEXT, unreadable]) flags.track('visited', context);
    expect(await delivered()).toStrictEqual([]);
    expect(flags.status().exposure).toMatchObject({ ignored: 3 });
  });

  it('logs an error of a getter without its message, which may contain attributes of the user', async () => {
    const { flags, logger } = await start();
    flags.track('visited', {
      get userId(): string {
        throw new RangeError('ada@example.com');
      },
    });
    expect(logger.warnings).toStrictEqual([expect.stringContaining('is ignored: it threw a RangeError')]);
    expect(logger.lines.join()).not.toContain('ada@');
  });
});
