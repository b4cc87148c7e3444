import { describe, expect, it } from '@jest/globals';
import { CheckoutService } from './checkout.service.js';
import { FakeFlags } from './fake-flags.js';

describe('CheckoutService', () => {
  it.each([
    { on: ['new_checkout'], steps: ['confirm'] },
    { on: [], steps: ['address', 'payment', 'confirm'] },
  ])('takes the steps $steps while $on is on', ({ on, steps }) => {
    expect(new CheckoutService(new FakeFlags(on)).steps()).toEqual(steps);
  });
});
