import { Injectable, type Provider } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { FeatureFlagsError, FlagErrorCode } from '../engine/flag.errors.js';
import type { FlagDefinition, FlagDefinitions } from '../engine/flag.js';

/** One key is declared in two places of the code; both are named. */
export class DuplicateFlagError extends FeatureFlagsError {
  readonly code = FlagErrorCode.DuplicateFlag;
}

const FLAG_DECLARATION = Symbol('FLAG_DECLARATION');

/** What a feature module declares, as a provider that is found before anything is injected. */
export function flagDeclaration(flags: FlagDefinitions): Provider {
  return { provide: FLAG_DECLARATION, useValue: flags };
}

/** All flags that are declared in code: by `forRoot` and by the feature modules. */
@Injectable()
export class FlagDeclarations {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModulesContainer,
  ) {}

  /**
   * @param initialFlags those of `forRoot`
   * @throws {DuplicateFlagError} (`DUPLICATE_FLAG`) when two places declare one key
   */
  collect(initialFlags: FlagDefinitions = {}): FlagDefinitions {
    const flags: Record<string, FlagDefinition> = {};
    const places = new Map<string, string>();
    for (const { place, declared } of [
      { place: 'FeatureFlagsModule.forRoot (initialFlags)', declared: initialFlags },
      ...this.#featureModules(),
    ]) {
      for (const [key, definition] of Object.entries(declared)) {
        const other = places.get(key);
        if (other !== undefined) {
          throw new DuplicateFlagError(
            `Flag "${key}" is declared twice, by ${other} and by ${place}: remove one of them.`,
          );
        }
        places.set(key, place);
        Object.defineProperty(flags, key, { value: definition, enumerable: true });
      }
    }
    return flags;
  }

  #featureModules(): { place: string; declared: FlagDefinitions }[] {
    return this.discovery
      .getProviders()
      .filter(({ token }) => token === FLAG_DECLARATION)
      .map((wrapper) => ({
        place: `FeatureFlagsModule.forFeature in ${this.#importersOf(wrapper.host)}`,
        declared: wrapper.instance as FlagDefinitions,
      }));
  }

  #importersOf(declaring: unknown): string {
    const importers = [...this.modules.values()].filter((module) =>
      [...module.imports].some((each) => each === declaring),
    );
    return importers.map(({ name }) => name).join(', ');
  }
}
