import { describe, expect, it } from '@jest/globals';
import { flagMatrix, withFlags } from 'nestjs-feature-flags/testing';
import { startShop } from './start-shop.js';

describe('The checkout', () => {
  const shop = startShop();

  it.concurrent.each([
    { new_checkout: true, steps: ['confirm'] },
    { new_checkout: false, steps: ['address', 'payment', 'confirm'] },
  ])('takes the steps $steps while new_checkout is $new_checkout', ({ new_checkout, steps }) =>
    withFlags({ new_checkout }, async () => {
      expect(await shop.ask('/checkout')).toMatchObject({ steps });
    }),
  );

  it('ends with a confirmation, and wraps gifts in the new checkout only', () =>
    flagMatrix(
      ['new_checkout', 'checkout/gift_wrap'],
      async ({ new_checkout: isNew, 'checkout/gift_wrap': wrapsGifts }) => {
        expect(await shop.ask('/checkout')).toMatchObject({
          steps: expect.arrayContaining(['confirm']),
          giftWrap: isNew === true && wrapsGifts === true,
        });
      },
    ));
});

describe('The home page', () => {
  const shop = startShop();

  it('is that of the theme, which the customer also sees at /theme', () =>
    flagMatrix(['checkout_theme'], async ({ checkout_theme: theme }) => {
      expect([await shop.ask('/home'), await shop.ask('/theme')]).toMatchObject([{ theme }, { theme }]);
    }));
});
