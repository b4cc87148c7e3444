import { describe, expect, it } from '@jest/globals';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { HandlerCall } from '../../../../lib/nest/context/handler-call.js';

const ada = (): FlagContext => ({ userId: 'ada', userAttributes: { plan: 'free' } });

describe('The context of a handler call', () => {
  it.each([
    ['at once', () => ada()],
    ['later', () => Promise.resolve(ada())],
  ])('cannot be changed by the handler that receives it (resolved %s)', async (_when, resolve) => {
    const call = new HandlerCall();
    const fixed = await call.resolve(resolve);
    expect(() => Object.assign(fixed, { userId: 'root' })).toThrow(TypeError);
    expect(() => Object.assign(fixed.userAttributes ?? {}, { plan: 'gold' })).toThrow(TypeError);
    expect(call.fixed).toEqual(ada());
  });
});
