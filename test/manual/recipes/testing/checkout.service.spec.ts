import { describe, expect, it } from '@jest/globals';
import { stubFlags } from 'nestjs-feature-flags/testing';
import { CheckoutService } from './checkout.service.js';

describe('CheckoutService', () => {
  it.each([
    { new_checkout: true, steps: ['confirm'] },
    { new_checkout: false, steps: ['address', 'payment', 'confirm'] },
  ])('takes the steps $steps while new_checkout is $new_checkout', ({ new_checkout, steps }) => {
    const service = new CheckoutService(stubFlags({ new_checkout }));
    expect(service.steps()).toEqual(steps);
  });
});
