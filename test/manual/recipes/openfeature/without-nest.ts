import { OpenFeature } from '@openfeature/server-sdk';
import { FeatureFlagsProvider } from 'nestjs-feature-flags/openfeature';

const provider = FeatureFlagsProvider.create({ initialFlags: { new_checkout: { type: 'user_list', users: ['ada'] } } });
await OpenFeature.setProviderAndWait(provider);
export const isEnabled = await OpenFeature.getClient().getBooleanValue('new_checkout', false, { targetingKey: 'ada' });
