import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagValue,
  FlagVariant,
  RequireFlag,
  VariantHandler,
  type FlagKey,
  type FlagManager,
} from 'nestjs-feature-flags';
import { createOverrideToken } from 'nestjs-feature-flags/core';
import {
  bucketOf,
  FeatureFlagsTestingModule,
  flagCombinations,
  stubFlags,
  userInBucket,
  withFlags,
} from 'nestjs-feature-flags/testing';

// Every line that ends in "rejected" names a flag, a variant or a value that the project does not have.
export const key: FlagKey = 'new_chekout'; // rejected
export const gates = [
  FlagGuard('new_chekout'), // rejected
  FlagGuard('new_checkout', 'premium'), // rejected
  FlagGuard({ not: 'new_chekout' }), // rejected
  FlagGuard({ any: ['new_checkout', { all: ['premium'] }] }), // rejected
  FlagGuard({ flag: 'theme', variant: 'modern' }), // rejected
  FlagGuard({ flag: 'checkout_theme', variant: 'modem' }), // rejected
  FlagGuard({ flag: 'checkout_theme', variant: ['classic', 'modem'] }), // rejected
  FlagGuard({ flag: 'new_checkout', variant: 'on' }), // rejected
  FlagInterceptor('premium'), // rejected
  VariantHandler('checkout_theme', { classic: 'classicPage' }), // rejected
  FeatureFlag('premium'), // rejected
  RequireFlag('premium'), // rejected
  FlagEnabled('premium'), // rejected
  FlagVariant('theme', 'classic'), // rejected
  FlagVariant('checkout_theme', 'modem'), // rejected
  FlagVariant('new_checkout', 'on'), // rejected
  FlagValue('size', 10), // rejected
  FlagValue('page_size', 30), // rejected
  FlagValue('limits', { perDay: 'five', regions: [] }), // rejected
  FlagDetails('premium'), // rejected
];

export const typo = FeatureFlagsModule.forRoot({ initialFlags: { new_chekout: true } }); // rejected
export const kind = FeatureFlagsModule.forRoot({ initialFlags: { checkout_theme: true } }); // rejected
export const feature = FeatureFlagsModule.forFeature({ new_chekout: true }); // rejected
export const variant = FeatureFlagsModule.forFeature({
  checkout_theme: { type: 'variant', variants: [{ name: 'modem', weight: 1 }] }, // rejected
});
export const value = FeatureFlagsModule.forFeature({
  limits: { type: 'variant', variants: [{ name: 'generous', weight: 1, value: 7 }] }, // rejected
});

const options = { secret: 's'.repeat(32), audience: 'shop' };
export const tokens = [
  createOverrideToken({ new_chekout: true }, options), // rejected
  createOverrideToken({ checkout_theme: 'modem' }, options), // rejected
  createOverrideToken({ new_checkout: 'on' }, options), // rejected
];

export async function asks(manager: FlagManager): Promise<unknown> {
  await manager.setOverride('premium', true); // rejected
  await manager.setOverride('checkout_theme', 'modem'); // rejected
  await manager.setOverride('checkout_theme', { variant: 'modem' }); // rejected
  await manager.setOverride('new_checkout', 'on'); // rejected
  await manager.setOverride('limits', { value: 7 }); // rejected
  await manager.schedule({ type: 'set_override', key: 'checkout_theme', serve: 'modem' }, new Date()); // rejected
  await manager.schedule({ type: 'clear_override', key: 'premium' }, new Date()); // rejected
  await manager.enable('premium'); // rejected
  await manager.disable('premium'); // rejected
  await manager.clearOverride('premium'); // rejected
  return [
    manager.isEnabled('premium'), // rejected
    manager.getVariant('theme'), // rejected
    manager.getVariant('checkout_theme', 'modem'), // rejected
    manager.getVariant('new_checkout', 'on'), // rejected
    manager.getValue('size', 10), // rejected
    manager.getValue('page_size', 30), // rejected
    manager.getValue('limits', { perDay: 5 }), // rejected
    manager.getValue('limits', 'none'), // rejected
    manager.evaluate('premium'), // rejected
    manager.evaluateAllByKey().premium, // rejected
    manager.handle('premium'), // rejected
    manager.handle('checkout_theme').getVariant('modem'), // rejected
    manager.handle('limits').getValue(7), // rejected
  ];
}

export class Pages {
  @VariantHandler('checkout_them', { classic: 'classicPage', modern: 'modernPage' }) // rejected
  unknownFlag() {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage', bold: 'modernPage' }) // rejected
  unknownVariant() {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modemPage' }) // rejected
  unknownMethod() {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, { default: 'plainPage' }) // rejected
  unknownDefault() {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'pagesOf' }) // rejected
  otherParameters(_total: number) {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'currency' }) // rejected
  noMethod() {}
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }) // rejected
  otherResult(): number {
    return 1;
  }

  readonly currency = 'EUR';
  classicPage() {}
  modernPage() {}
  pagesOf(_user: string) {}
}

export const tests = [
  stubFlags({ new_chekout: true }), // rejected
  withFlags({ checkout_theme: 'modem' }, () => 'done'), // rejected
  withFlags({ page_size: { value: 30 } }, () => 'done'), // rejected
  withFlags({ new_checkout: 'on' }, () => 'done'), // rejected
  flagCombinations(['new_checkout', 'premium']), // rejected
  flagCombinations({ checkout_theme: ['classic', 'modem'] }), // rejected
  FeatureFlagsTestingModule.forTest({ flags: { checkout_theme: 'modem' } }), // rejected
  bucketOf('premium', { userId: 'ada' }), // rejected
  userInBucket('premium', '30%'), // rejected
];
