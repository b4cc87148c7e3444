import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FeatureFlagsModule, type FeatureFlagsConfig, type FlagDefinitions } from '../../../../lib/index.js';
import type { FeatureFlagsModuleExtras } from '../../../../lib/nest/feature-flags.options.js';
import { RecordedLog } from './recorded-log.js';
import { SignInGuard } from './sign-in.guard.js';

export interface ShopParts extends ModuleMetadata {
  readonly flags?: FlagDefinitions;
  readonly options?: FeatureFlagsConfig & FeatureFlagsModuleExtras;
}

class ShopModule {}

/** A shop of the given parts, whose users are signed in by {@link SignInGuard}. */
export function shop({ flags = {}, options = {}, imports = [], providers = [], ...parts }: ShopParts): DynamicModule {
  const logger = new RecordedLog();
  return {
    module: ShopModule,
    imports: [FeatureFlagsModule.forRoot({ initialFlags: flags, logger, ...options }), ...imports],
    providers: [{ provide: APP_GUARD, useClass: SignInGuard }, ...providers],
    ...parts,
  };
}
