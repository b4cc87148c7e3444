import {
  FeatureFlag,
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

// Every line that ends in "unknown" names a flag that the project does not have.
export const key: FlagKey = 'new_chekout'; // unknown
export const gates = [
  FlagGuard('new_chekout'), // unknown
  FlagGuard('new_checkout', 'premium'), // unknown
  FlagGuard({ not: 'new_chekout' }), // unknown
  FlagGuard({ any: ['new_checkout', { all: ['premium'] }] }), // unknown
  FlagGuard({ flag: 'theme', variant: 'modern' }), // unknown
  FlagInterceptor('premium'), // unknown
  FeatureFlag('premium'), // unknown
  RequireFlag('premium'), // unknown
  FlagEnabled('premium'), // unknown
  FlagVariant('theme', 'classic'), // unknown
  FlagValue('page_size', 10), // unknown
  FlagDetails('premium'), // unknown
];

export async function asks(manager: FlagManager): Promise<unknown> {
  await manager.setOverride('premium', true); // unknown
  await manager.enable('premium'); // unknown
  await manager.disable('premium'); // unknown
  await manager.clearOverride('premium'); // unknown
  return [
    manager.isEnabled('premium'), // unknown
    manager.getVariant('theme'), // unknown
    manager.getValue('page_size', 10), // unknown
    manager.evaluate('premium'), // unknown
  ];
}
