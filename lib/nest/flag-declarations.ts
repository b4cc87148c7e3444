import { Injectable } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';
import type { FlagDefinition, FlagDefinitions } from '../engine/flag.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FEATURE_FLAGS_OPTIONS } from './feature-flags-options.token.js';

/** Two places in code declare the same flag key; the message lists both. */
export class DuplicateFlagError extends FeatureFlagsError<typeof FlagErrorCode.DuplicateFlag> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.DuplicateFlag, message, options);
  }
}

/** Injects the flags that one feature module declares. */
export const FLAG_DECLARATION = Symbol('FLAG_DECLARATION');

/** The flags that are declared in code, by `forRoot` and by feature modules. */
@Injectable()
export class FlagDeclarations {
  readonly #collected = new WeakSet<object>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModulesContainer,
  ) {}

  /** Whether the flags of a feature module were among those that were collected. */
  has(declared: FlagDefinitions): boolean {
    return this.#collected.has(declared);
  }

  /**
   * Collects the flags of `forRoot` and of all feature modules.
   *
   * @param initialFlags the flags of `forRoot`
   * @throws {DuplicateFlagError} (`DUPLICATE_FLAG`) when two places declare the same key
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the application registers the module twice
   */
  collect(initialFlags: FlagDefinitions = {}): FlagDefinitions {
    this.#assertRegisteredOnce();
    const flags: Record<string, FlagDefinition> = {};
    const places = new Map<string, string>();
    for (const { place, declared } of [
      { place: 'FeatureFlagsModule.forRoot (initialFlags)', declared: initialFlags },
      ...this.#featureModules(),
    ]) {
      this.#collected.add(declared);
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

  #assertRegisteredOnce(): void {
    const registrations = [...this.modules.values()].filter(({ providers }) => providers.has(FEATURE_FLAGS_OPTIONS));
    if (registrations.length <= 1) return;
    throw new InvalidOptionsError(
      `FeatureFlagsModule.forRoot is imported ${registrations.length} times by one application, by ` +
        `${registrations.map((each) => this.#importersOf(each)).join(' and ')}: register it once, in the root module.`,
    );
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
