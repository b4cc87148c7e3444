import { describe, expect, it } from '@jest/globals';
import { ProviderFailedError } from '../../../../lib/providers/provider.errors.js';
import { LayerHealth } from '../../../../lib/providers/layers/layer-health.js';

function observed() {
  const clock = { time: 1000 };
  const health = new LayerHealth(() => clock.time);
  const at = (time: number, change: () => void) => {
    clock.time = time;
    change();
    return { state: health.state, since: health.since, isUnread: health.isUnread };
  };
  return { health, at };
}

describe('The health of a layer', () => {
  it('is pending until the first read ends', () => {
    const { health } = observed();
    expect(health).toMatchObject({ state: 'pending', since: 1000, isUnread: true, error: undefined });
  });

  it('is failed as long as nothing was read, and stale afterwards', () => {
    const { health, at } = observed();
    const fail = () => health.markFailed(new Error('down'));
    expect(at(2000, fail)).toEqual({ state: 'failed', since: 2000, isUnread: true });
    expect(at(3000, fail)).toEqual({ state: 'failed', since: 2000, isUnread: true });
    expect(at(4000, () => health.markLoaded())).toEqual({ state: 'loaded', since: 4000, isUnread: false });
    expect(at(5000, fail)).toEqual({ state: 'stale', since: 5000, isUnread: false });
    expect(at(6000, fail)).toEqual({ state: 'stale', since: 5000, isUnread: false });
    expect(health.failures).toBe(4);
  });

  it('keeps the error of the last read until one succeeds', () => {
    const { health } = observed();
    health.markFailed(undefined);
    expect(health.error).toEqual(new Error('rejected without a reason'));
    health.markLoaded();
    expect(health.error).toBeUndefined();
  });

  it('is shown with the message and the codes of the last error', () => {
    const { health } = observed();
    expect(health.status('store')).toStrictEqual({ state: 'pending', since: '1970-01-01T00:00:01.000Z', failures: 0 });
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    health.markFailed(new ProviderFailedError('store', 'away', { cause }));
    expect(health.status('store')).toStrictEqual({
      state: 'failed',
      since: '1970-01-01T00:00:01.000Z',
      failures: 1,
      error: 'away',
      errorCodes: ['PROVIDER_FAILED', 'ECONNREFUSED'],
    });
  });
});
