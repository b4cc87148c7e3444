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
  type FlagKey,
  type FlagManager,
} from 'nestjs-feature-flags';

export const key: FlagKey = 'new_checkout';
export const gates = [
  FlagGuard('new_checkout'),
  FlagGuard({ any: ['new_checkout', { flag: 'checkout_theme', variant: 'modern' }] }, { not: 'new_checkout' }),
  FlagInterceptor('new_checkout'),
  FeatureFlag('new_checkout'),
  RequireFlag({ all: ['new_checkout', 'checkout_theme'] }),
  FlagEnabled('new_checkout'),
  FlagVariant('checkout_theme', 'classic'),
  FlagValue('checkout_theme', 10),
  FlagDetails('new_checkout'),
];
export const flags = FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: true } });

export async function asks(manager: FlagManager): Promise<unknown> {
  await manager.setOverride('new_checkout', true);
  return [manager.isEnabled('new_checkout'), manager.getVariant('checkout_theme'), manager.evaluate('new_checkout')];
}
