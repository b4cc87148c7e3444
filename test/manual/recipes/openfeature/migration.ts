import { FirstMatchStrategy, MultiProvider, OpenFeature, type Provider } from '@openfeature/server-sdk';
import type { FlagManager } from 'nestjs-feature-flags';
import { FeatureFlagsProvider } from 'nestjs-feature-flags/openfeature';

/** Answers with the flags that are defined here, and asks the vendor for all others. */
export async function migrate(flags: FlagManager, vendor: Provider): Promise<void> {
  const providers = [{ provider: new FeatureFlagsProvider(flags) }, { provider: vendor }];
  await OpenFeature.setProviderAndWait('shop', new MultiProvider(providers, new FirstMatchStrategy()));
}
