import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ChainedProvider } from '../../../lib/providers/chained.provider.js';
import { ScriptedProvider, WatchedProvider } from '../../support/scripted-provider.js';

describe('ChainedProvider closes', () => {
  afterEach(() => void jest.useRealTimers());

  it('all layers, even when one rejects and one throws, and reports the first failure', async () => {
    const layers = ['first', 'second', 'third'].map((name) => new WatchedProvider(name));
    const [first, second] = layers;
    if (first !== undefined) first.onClose = () => Promise.reject(new Error('first stays open'));
    if (second !== undefined) {
      second.onClose = () => {
        throw new Error('second stays open');
      };
    }
    const chain = new ChainedProvider(layers);
    await chain.watch(() => {});
    await expect(chain.close()).rejects.toThrow('first stays open');
    expect(layers.map(({ closes }) => closes)).toEqual([1, 1, 1]);
    expect(layers.map(({ listeners }) => listeners.size)).toEqual([0, 0, 0]);
  });

  it('within the time of a layer, when one hangs', async () => {
    jest.useFakeTimers();
    const hanging = new ScriptedProvider('hanging');
    hanging.onClose = () => new Promise(() => {});
    const other = new ScriptedProvider('other');
    let outcome = 'closing';
    new ChainedProvider([hanging, other], { layerTimeout: '250ms' }).close().catch((error: Error) => {
      outcome = error.message;
    });
    await jest.advanceTimersByTimeAsync(250);
    expect(outcome).toContain('"hanging" did not answer within 250 ms');
    expect(other.closes).toBe(1);
  });
});
