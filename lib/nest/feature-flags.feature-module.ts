import { Inject, Module, Optional } from '@nestjs/common';
import type { FlagDefinitions } from '../engine/flag.js';
import { FlagManager } from '../manager/flag-manager.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FLAG_DECLARATION, FlagDeclarations } from './flag-declarations.js';

/** What `FeatureFlagsModule.forFeature` returns: the flags that one feature module declares. */
@Module({})
export class FeatureFlagsFeatureModule {
  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it comes too late, as with `LazyModuleLoader` */
  constructor(
    @Inject(FLAG_DECLARATION) declared: FlagDefinitions,
    @Optional() started?: FlagManager, // injected so that all declarations have been collected
    @Optional() declarations?: FlagDeclarations,
  ) {
    if (started === undefined || declarations === undefined || declarations.has(declared)) return;
    throw new InvalidOptionsError(
      `A module that is loaded lazily declares the flags ${Object.keys(declared).join(', ')}, too late for the running ` +
        'application. Declare them with FeatureFlagsModule.forRoot, or in a module that is loaded at boot.',
    );
  }
}
