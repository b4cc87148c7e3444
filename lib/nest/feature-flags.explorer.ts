import { Injectable, type Logger, type Type } from '@nestjs/common';
import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { topicLogger } from '../manager/topic-logger.js';
import { didYouMean } from '../internal/nearest-name.js';
import { listLines } from '../internal/list-lines.js';
import { FlagManager } from '../manager/flag-manager.js';
import { requestPreparationOf } from '../manager/manager-components.js';
import { UnknownFlagError } from '../manager/manager.errors.js';
import type { UnknownFlagsPolicy } from '../manager/overrides/unknown-flags.js';
import { methodFlags } from './decorators/method-flags.js';
import { chainOf } from './decorators/method-records.js';
import { assertNamedMethods } from './decorators/named-methods.js';
import { unhandledVariantsOf } from './decorators/variant-route.js';
import { InvalidGateError } from './gate-checks/gate.errors.js';
import { hostsOf, type GateHost } from './gate-checks/gate-hosts.js';
import { flagReferencesOf } from './gates/flag-references.js';
import { isStandIn } from './gates/stand-in-reader.js';

/** A reference to a flag. */
export interface FlagReference {
  readonly key: string;
  /** The class and method, or the option, that refers to the flag. */
  readonly place: string;
}

/**
 * Finds every flag that a decorator, guard, interceptor or parameter refers to, and checks before the first request
 * that it is defined.
 */
@Injectable()
export class FeatureFlagsExplorer {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly flags: FlagManager,
  ) {}

  /**
   * @param ofOptions the references in the options of the module
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with policy `error`, listing every place
   * @throws {InvalidGateError} (`INVALID_GATE`) with policy `error`, when a `@VariantHandler` lacks methods
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a method that a decorator names does not exist, or leads back to it
   */
  check(policy: UnknownFlagsPolicy, logger: Pick<Logger, 'warn'>, ofOptions: readonly FlagReference[] = []): void {
    const hosts = [...new Map(hostsOf(this.modules).map((host) => [host.type, host])).values()];
    for (const { type } of hosts) assertNamedMethods(type);
    const external = requestPreparationOf(this.flags).external;
    external?.addKeys(hosts.flatMap(referencesOf).map(({ key }) => key));
    if (policy === 'ignore' || isStandIn(this.flags)) return;
    // An external provider may define any flag: one that it does not define either is reported when it is evaluated.
    if (external === undefined) this.#checkFlags([...hosts.flatMap(referencesOf), ...ofOptions], policy, logger);
    this.#checkVariants(hosts, policy, logger);
  }

  #checkFlags(references: readonly FlagReference[], policy: UnknownFlagsPolicy, logger: Pick<Logger, 'warn'>): void {
    const defined = this.flags.getFlags();
    const unknown = references.filter(({ key }) => !defined.has(key));
    if (unknown.length === 0) return;
    const lines = [...groupByKey(unknown)].flatMap(([key, ofKey]) => {
      const advice = didYouMean(key, defined.keys());
      return ofKey.map((place) => `"${key}", used by ${place}${advice === '' ? '' : `.${advice}`}`);
    });
    const places = listLines(lines);
    const message = `These flags have no definition in force, so defaults are returned. Define them, correct the keys, or set "unknownFlags":${places}`;
    if (policy === 'error' && this.#isComplete()) throw new UnknownFlagError(message);
    topicLogger(logger, 'undefined-flag').warn(message);
  }

  #checkVariants(hosts: readonly GateHost[], policy: UnknownFlagsPolicy, logger: Pick<Logger, 'warn'>): void {
    const defined = this.flags.getFlags();
    const found = hosts.flatMap(({ type }) => unhandledVariantsOf(type, defined));
    if (found.length === 0) return;
    const message = `These variants have no method in @VariantHandler, so the method of its "default" runs for them, or else the decorated method itself. Add a method for each:${listLines([...new Set(found)])}`;
    if (policy === 'error' && this.#isComplete()) throw new InvalidGateError(message);
    topicLogger(logger, 'unhandled-variant').warn(message);
  }

  /** Whether all definitions were read. While a provider is unavailable, it is not certain which flags exist. */
  #isComplete(): boolean {
    return this.flags.status().state === 'ready';
  }
}

/** The places that refer to each key, each once. */
function groupByKey(references: readonly FlagReference[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, Set<string>>();
  for (const { key, place } of references) places.set(key, (places.get(key) ?? new Set()).add(place));
  return new Map([...places].map(([key, ofKey]) => [key, [...ofKey]]));
}

function referencesOf({ type, role, module }: GateHost): FlagReference[] {
  const own = enhancersOf(type)
    .flatMap(flagReferencesOf)
    .map((key) => ({ key, place: type.name }));
  // A guard or interceptor that is itself a provider, as with APP_GUARD, may have a generated name.
  const place = `a guard or interceptor of ${module.name}`;
  const ofGate = role === 'enhancer' ? [] : flagReferencesOf(type).map((key) => ({ key, place }));
  return [...ofGate, ...own, ...referencesOfMethods(type)];
}

/** The references of all methods, those included that a subclass overrides, because it may call them by `super`. */
function referencesOfMethods(type: Type): FlagReference[] {
  const seen = new Set<string | symbol>();
  return chainOf(type.prototype as object).flatMap((owner) =>
    Reflect.ownKeys(owner).flatMap((name) => {
      const method: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
      if (method === owner.constructor) return [];
      const place = `${seen.has(name) ? owner.constructor.name : type.name}.${String(name)}`;
      seen.add(name);
      const gates = typeof method === 'function' ? enhancersOf(method).flatMap(flagReferencesOf) : [];
      return [...methodFlags.ownOf(owner, name), ...gates].map((key) => ({ key, place }));
    }),
  );
}

/** The guards and interceptors bound to a class or method. */
function enhancersOf(holder: object): readonly unknown[] {
  return [GUARDS_METADATA, INTERCEPTORS_METADATA].flatMap((key) => {
    const enhancers: unknown = Reflect.getMetadata(key, holder);
    return Array.isArray(enhancers) ? (enhancers as unknown[]) : [];
  });
}
