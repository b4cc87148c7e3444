import type { ModuleMetadata } from '@nestjs/common';
import { FeatureFlagsModule, UnknownFlagError } from '../../../lib/index.js';
import type { FeatureFlagsConfig } from '../../../lib/nest/feature-flags.options.js';
import { shop, type Apps } from './apps.js';

/**
 * Boots an application with `unknownFlags: 'error'` and one flag, `known`.
 *
 * @returns the places that the error names, as `key by place`
 */
export function unknownFlagsIn(boot: Apps['boot']) {
  return async (metadata: ModuleMetadata, config: FeatureFlagsConfig = {}): Promise<string[]> => {
    const flags = FeatureFlagsModule.forRoot({ unknownFlags: 'error', initialFlags: { known: true }, ...config });
    try {
      await boot(shop({ ...metadata, imports: [flags] }));
    } catch (error) {
      if (!(error instanceof UnknownFlagError)) throw error;
      return [...error.message.matchAll(/- "(.+)", used by (.+)/g)]
        .map(([, key, place]) => `${key} by ${place}`)
        .toSorted();
    }
    return [];
  };
}
