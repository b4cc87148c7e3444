import { describe, expect, it } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ANONYMOUS } from '../../../../lib/engine/flag-context.js';
import { FlagContexts } from '../../../../lib/nest/context/flag-contexts.js';
import { RequestState } from '../../../../lib/nest/context/request-state.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

class ShopController {
  cart(this: void): void {}
  checkout(this: void): void {}
}
const { cart, checkout } = ShopController.prototype;

function callOf(handler: () => void, request: object = {}): ExecutionContextHost {
  const execution = new ExecutionContextHost([request], ShopController, handler);
  execution.setType('http');
  return execution;
}

describe('The state of a request', () => {
  it('is kept for evaluations of the same handler, and of services, which have no handler', () => {
    const state = new RequestState({}, () => ANONYMOUS);
    const first = state.current(callOf(cart));
    expect(state.current()).toBe(first);
    expect(state.current(callOf(cart))).toBe(first);
  });

  it('is replaced at another handler, and is then kept for that one', () => {
    const state = new RequestState({}, () => ANONYMOUS);
    const first = state.current(callOf(cart));
    const second = state.current(callOf(checkout));
    expect(second).not.toBe(first);
    expect(state.current()).toBe(second);
    expect(state.current(callOf(checkout))).toBe(second);
  });

  it('knows the call of the current handler, until another one starts', () => {
    const [first, second] = [callOf(cart), callOf(checkout)];
    const state = new RequestState({}, () => ANONYMOUS);
    expect(state.execution).toBeUndefined();
    state.enter(first);
    state.current();
    expect(state.execution).toBe(first);
    state.enter(second);
    expect(state.execution).toBe(second);
  });

  it('forgets the call at another route, whose handler is not known yet', () => {
    const request: { route?: object } = { route: {} };
    const state = new RequestState(request, () => ANONYMOUS);
    state.enter(callOf(cart));
    request.route = {};
    state.current();
    expect(state.execution).toBeUndefined();
  });

  it('is replaced at another route, even for services', () => {
    const request: { route?: object } = { route: {} };
    const state = new RequestState(request, () => ANONYMOUS);
    const first = state.current();
    request.route = {};
    expect(state.current()).not.toBe(first);
  });
});

describe('The context of an HTTP call', () => {
  it('is not the one that is fixed for another handler of the same request, although the request names no route', () => {
    let calls = 0;
    const contexts = new FlagContexts(
      { resolve: () => ({ userId: `user ${++calls}` }) },
      { onError: 'closed', timeout: '2s', logger: new RecordingLogger() },
    );
    const request = {};
    const userIn = (handler: () => void) => contexts.of(callOf(handler, request), 'interceptor');
    expect([userIn(cart), userIn(cart)]).toEqual([{ userId: 'user 1' }, { userId: 'user 1' }]);
    expect([userIn(checkout), userIn(checkout)]).toEqual([{ userId: 'user 2' }, { userId: 'user 2' }]);
    contexts.run(request, () => {
      expect([userIn(cart), userIn(checkout)]).toEqual([{ userId: 'user 3' }, { userId: 'user 4' }]);
      expect(contexts.ambient()).toEqual({ userId: 'user 4' });
    });
  });
});
