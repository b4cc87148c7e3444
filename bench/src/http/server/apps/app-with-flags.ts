import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { SHOP_FLAGS } from '../shop-flags.js';

/** Whether services find the request's user by themselves; the module's own default is `true`. */
export interface AppOptions {
  readonly ambientContext: boolean;
}

/** An application of one controller, with the module registered. */
export function appWithFlags(
  controller: Type,
  { ambientContext }: AppOptions,
  providers: Provider[] = [],
): DynamicModule {
  return {
    module: class ShopApp {},
    imports: [FeatureFlagsModule.forRoot({ initialFlags: SHOP_FLAGS, ambientContext })],
    controllers: [controller],
    providers,
  };
}
