import { describe, expect, it, jest } from '@jest/globals';
import { ProviderListeners } from '../../../lib/providers/provider-listeners.js';

describe('ProviderListeners', () => {
  it('notifies every listener, as often as it was added, until it is removed', () => {
    const listeners = new ProviderListeners();
    const listener = jest.fn();
    const leave = listeners.add(listener);
    listeners.add(listener);
    listeners.announce('why');
    expect(listener.mock.calls).toEqual([['why'], ['why']]);
    leave();
    leave();
    listeners.announce();
    expect(listener).toHaveBeenCalledTimes(3);
    expect(listeners.size).toBe(1);
  });

  it('continues after a listener that throws, and emits a process warning', () => {
    const listeners = new ProviderListeners();
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const listener = jest.fn();
    listeners.add(() => {
      throw new TypeError('a listener that fails');
    });
    listeners.add(listener);
    listeners.announce();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls).toEqual([['A listener of a flag provider threw: a listener that fails']]);
    warn.mockRestore();
  });
});
