import { describe, expect, it } from '@jest/globals';
import { PendingDelta } from '../../../../lib/providers/files/pending-delta.js';

const now = { flags: { search: true, sale: false }, segments: { staff: {} } };

describe('PendingDelta', () => {
  it('contains each changed definition once, however often it changed', () => {
    const pending = new PendingDelta(false);
    pending.add({ flags: ['search', 'gone'], segments: [] });
    pending.add({ flags: ['search'], segments: ['staff'] });
    expect(pending.take(now)).toEqual({ flags: { search: true, gone: null }, segments: { staff: {} } });
    expect(pending.isEmpty).toBe(true);
    expect(pending.take(now)).toEqual({ flags: {}, segments: {} });
  });

  it('reports that a key is gone even if objects inherit a property of that name', () => {
    const pending = new PendingDelta(false);
    pending.add({ flags: ['constructor'], segments: [] });
    expect(pending.take(now)).toEqual({ flags: { constructor: null }, segments: {} });
  });

  it('passes no delta to a listener that has nothing to apply it to, or must be notified of a failure', () => {
    const unread = new PendingDelta(true);
    expect(unread.isEmpty).toBe(false);
    expect(unread.take(now)).toBeUndefined();
    const failed = new PendingDelta(false);
    failed.add({ flags: ['search'], segments: [] });
    failed.requireLoad();
    expect(failed.take(now)).toBeUndefined();
    expect(failed.isEmpty).toBe(true); // the load delivers everything
  });
});
