import type { DynamicModule } from '@nestjs/common';
import { appWithFlags, type AppOptions } from './app-with-flags.js';
import { UngatedController } from './ungated.controller.js';

/** The module is registered, the route knows no flags. */
export function ungatedApp(options: AppOptions): DynamicModule {
  return appWithFlags(UngatedController, options);
}
