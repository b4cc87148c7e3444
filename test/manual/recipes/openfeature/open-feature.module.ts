import { Module, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OpenFeature } from '@openfeature/server-sdk';
import { FlagManager } from 'nestjs-feature-flags';
import { FeatureFlagsProvider } from 'nestjs-feature-flags/openfeature';

/** Answers OpenFeature clients of this domain with the flags of the application. */
@Module({})
export class OpenFeatureModule implements OnModuleInit, BeforeApplicationShutdown {
  private readonly provider: FeatureFlagsProvider;

  constructor(flags: FlagManager) {
    this.provider = new FeatureFlagsProvider(flags, { requestContext: 'merge' });
  }

  async onModuleInit(): Promise<void> {
    await OpenFeature.setProviderAndWait('shop', this.provider);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.provider.onClose();
  }
}
