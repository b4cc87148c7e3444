import { OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsProvider } from 'nestjs-feature-flags/openfeature';

export async function main(): Promise<boolean> {
  const initialFlags = { new_checkout: { type: 'user_list', users: ['ada'] } } as const;
  await OpenFeature.setProviderAndWait(FeatureFlagsProvider.create({ initialFlags }));
  return OpenFeature.getClient().getBooleanValue('new_checkout', false, { targetingKey: 'ada' }); // true
}
