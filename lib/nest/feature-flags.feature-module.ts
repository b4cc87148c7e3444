import { Inject, Module, Optional } from '@nestjs/common';
import type { FlagDefinitions } from '../engine/flag.js';
import { FlagManager } from '../manager/flag-manager.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FLAG_DECLARATION, FlagDeclarations } from './flag-declarations.js';

/** The module that `FeatureFlagsModule.forFeature` returns, with the flags that one feature module declares. */
@Module({})
export class FeatureFlagsFeatureModule {
  /**
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the module is loaded after the flags were collected, as with
   *   `LazyModuleLoader`
   */
  constructor(
    @Inject(FLAG_DECLARATION) declared: FlagDefinitions,
    @Optional() started?: FlagManager, // injected to ensure that all declarations have been collected
    @Optional() declarations?: FlagDeclarations,
  ) {
    if (started === undefined || declarations === undefined || declarations.has(declared)) return;
    throw new InvalidOptionsError(
      `A lazily loaded module declares the flags ${Object.keys(declared).join(', ')}, but the flags of this application ` +
        'were collected at boot. Declare them with FeatureFlagsModule.forRoot, or in a module that is loaded at boot.',
    );
  }
}
