import { Injectable, Logger, type Type } from '@nestjs/common';
import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { topicLogger } from '../manager/topic-logger.js';
import { listLines } from '../internal/list-lines.js';
import { FlagManager } from '../manager/flag-manager.js';
import { UnknownFlagError } from '../manager/manager.errors.js';
import type { UnknownFlagsPolicy } from '../manager/overrides/unknown-flags.js';
import { assertFallbacks } from './decorators/fallback-method.js';
import { flagReferencesOf, parameterReferencesOf } from './gates/flag-references.js';

interface Reference {
  readonly key: string;
  /** The class and method that refer to the flag. */
  readonly place: string;
}

/**
 * Finds every flag that a decorator, guard, interceptor or parameter refers to, and checks before the first request
 * that it is defined.
 */
@Injectable()
export class FeatureFlagsExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly flags: FlagManager,
  ) {}

  /**
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with policy `error`, listing every place
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a fallback method does not exist, or leads back to itself
   */
  check(policy: UnknownFlagsPolicy, logger: Pick<Logger, 'warn'>): void {
    const references = this.#references();
    if (policy === 'ignore') return;
    const defined = this.flags.getFlags();
    const unknown = references.filter(({ key }) => !defined.has(key));
    if (unknown.length === 0) return;
    const places = listLines(unknown.map(({ key, place }) => `"${key}", used by ${place}`));
    const message = `These flags have no definition in force, so defaults are returned. Define them, correct the keys, or set "unknownFlags":${places}`;
    // While a provider is unavailable, it is not certain which flags are unknown.
    if (policy === 'error' && this.flags.status().state === 'ready') throw new UnknownFlagError(message);
    topicLogger(logger, 'undefined-flag').warn(message);
  }

  #references(): Reference[] {
    const classes = new Map<Type, string | undefined>();
    for (const { metatype, host } of [...this.discovery.getControllers(), ...this.discovery.getProviders()]) {
      if (typeof metatype === 'function' && metatype.prototype !== undefined) {
        classes.set(metatype as Type, host?.name);
      }
    }
    return [...classes].flatMap(([type, module]) => {
      assertFallbacks(type);
      return [...this.#ofClass(type, module), ...this.#ofMethods(type)];
    });
  }

  #ofClass(type: Type, module: string | undefined): Reference[] {
    // A guard or interceptor that is itself a provider, as with APP_GUARD, may have a generated name.
    const gate = `a guard or interceptor of ${module ?? 'no module'}`;
    const keys = enhancersOf(type).flatMap(flagReferencesOf);
    return [
      ...flagReferencesOf(type).map((key) => ({ key, place: gate })),
      ...keys.map((key) => ({ key, place: type.name })),
    ];
  }

  #ofMethods(type: Type): Reference[] {
    const prototype = type.prototype as Readonly<Record<string, unknown>>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = prototype[name];
      if (typeof method !== 'function') return [];
      const place = `${type.name}.${name}`;
      const keys = [method, ...enhancersOf(method)].flatMap(flagReferencesOf);
      return [...keys, ...parameterReferencesOf(prototype, name)].map((key) => ({ key, place }));
    });
  }
}

/** The guards and interceptors bound to a class or method. */
function enhancersOf(holder: object): readonly unknown[] {
  return [GUARDS_METADATA, INTERCEPTORS_METADATA].flatMap((key) => {
    const enhancers: unknown = Reflect.getMetadata(key, holder);
    return Array.isArray(enhancers) ? (enhancers as unknown[]) : [];
  });
}
