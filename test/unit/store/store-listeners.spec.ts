import { describe, expect, it } from '@jest/globals';
import type { StoreListener } from '../../../lib/store/flag-store.js';
import { StoreListeners } from '../../../lib/store/store-listeners.js';
import { entries } from './shop-entries.js';

function recording(): { readonly listener: StoreListener; readonly told: unknown[] } {
  const told: unknown[] = [];
  const listener: StoreListener = {
    changed: (list) => void told.push(['changed', list]),
    announced: (position) => void told.push(['announced', position]),
    lost: (error) => void told.push(['lost', error]),
    unannounced: (reason) => void told.push(['unannounced', reason]),
    resumed: () => void told.push(['resumed']),
  };
  return { listener, told };
}

describe('A listener of a store', () => {
  it('is notified of everything, like all others', () => {
    const listeners = new StoreListeners();
    const [one, two] = [recording(), recording()];
    for (const { listener } of [one, two]) listeners.add(listener);
    const error = new Error('away');
    listeners.changed(entries(1, 2));
    listeners.changed();
    listeners.announced({ version: 3, id: 'c' });
    listeners.lost(error);
    listeners.unannounced('a pooler is in between');
    listeners.resumed();
    expect(one.told).toEqual([
      ['changed', entries(1, 2)],
      ['changed', undefined],
      ['announced', { version: 3, id: 'c' }],
      ['lost', error],
      ['unannounced', 'a pooler is in between'],
      ['resumed'],
    ]);
    expect(two.told).toEqual(one.told);
  });

  it('may be added twice, and removed once', () => {
    const listeners = new StoreListeners();
    const { listener, told } = recording();
    const leave = listeners.add(listener);
    listeners.add(listener);
    listeners.resumed();
    leave();
    leave();
    listeners.resumed();
    expect(told).toEqual([['resumed'], ['resumed'], ['resumed']]);
  });
});
