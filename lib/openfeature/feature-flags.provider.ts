import {
  ErrorCode,
  OpenFeatureEventEmitter,
  ProviderFatalError,
  type EvaluationContext,
  type Hook,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
  type TrackingEventDetails,
} from '@openfeature/server-sdk';
import { isFailedContext, type FlagContext } from '../engine/flag-context.js';
import { flagResolution } from '../engine/resolution/flag-resolution.js';
import { messageOf } from '../internal/message-of.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FlagManager } from '../manager/flag-manager.js';
import { ambientContextOf, definitionOf, requestPreparationOf } from '../manager/manager-components.js';
import type { FlagManagerOptions } from '../manager/options/flag-manager.options.js';
import type { RequestPreparation } from '../manager/reading/request-preparation.js';
import {
  resolveProviderOptions,
  type FeatureFlagsProviderOptions,
  type ResolvedProviderOptions,
} from './provider/feature-flags-provider.options.js';
import { flagContextOf, mergedContext } from './provider/flag-context-of.js';
import { flagMetadataOf } from './provider/flag-metadata-of.js';
import { ProviderAnnouncer } from './provider/provider-announcer.js';
import { failedDetails, resolutionDetails } from './provider/resolution-details.js';
import { trackingDetailsOf } from './provider/tracking-details-of.js';
import { isBooleanValue, isNumberValue, isStringValue, objectGuard, type ValueGuard } from './provider/value-guards.js';

/**
 * Resolves the flags of a manager for OpenFeature. Overrides, request contexts and the forced flags of tests apply as
 * everywhere, because the manager evaluates every flag.
 *
 * @example
 * await OpenFeature.setProviderAndWait(new FeatureFlagsProvider(flags));
 * await OpenFeature.getClient().getBooleanValue('new_checkout', false, { targetingKey: 'user-42' });
 */
export class FeatureFlagsProvider implements Provider {
  /** The name that hooks and telemetry receive. */
  readonly metadata = { name: 'nestjs-feature-flags' } as const;
  /** The SDK for which the provider is made. */
  readonly runsOn = 'server';
  /** Emits the events of the provider; the SDK subscribes to it. */
  readonly events = new OpenFeatureEventEmitter();
  /** The hooks of the provider, from its options. */
  readonly hooks: Hook[];

  readonly #flags: FlagManager;
  readonly #options: ResolvedProviderOptions;
  readonly #preparation: RequestPreparation;
  readonly #announcer: ProviderAnnouncer;
  /** Whether the provider closes the manager, because it has created it. */
  #ownsManager = false;
  /** How often the provider was closed, so that an initialization that ends afterwards announces nothing. */
  #closes = 0;

  /**
   * Creates a provider that creates, starts and closes its own manager, for applications without Nest.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when the definition of an initial flag is invalid
   */
  static create(managerOptions?: FlagManagerOptions, options?: FeatureFlagsProviderOptions): FeatureFlagsProvider {
    const provider = new FeatureFlagsProvider(new FlagManager(managerOptions), options);
    provider.#ownsManager = true;
    return provider;
  }

  /**
   * @param flags the manager; it is started if it has not been, and never closed
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option
   */
  constructor(flags: FlagManager, options: FeatureFlagsProviderOptions = {}) {
    if (!(flags instanceof FlagManager))
      throw new InvalidOptionsError('The first argument of FeatureFlagsProvider must be a FlagManager.');
    this.#flags = flags;
    this.#options = resolveProviderOptions(options);
    this.hooks = [...this.#options.hooks];
    this.#preparation = requestPreparationOf(flags);
    this.#announcer = new ProviderAnnouncer(flags, this.events);
  }

  /**
   * Waits until the manager is started. With `onBootFailure: 'defaults'`, definitions that could not be read are
   * announced as an error after this.
   *
   * @throws {ProviderFatalError} (`PROVIDER_FATAL`) when the manager fails to start or is closed
   */
  async initialize(): Promise<void> {
    const closes = this.#closes;
    try {
      await this.#flags.start();
    } catch (error) {
      throw new ProviderFatalError(`The FlagManager failed to start: ${messageOf(error)}`, { cause: error });
    }
    if (this.#flags.status().state === 'closed')
      throw new ProviderFatalError('The FlagManager is closed: create a provider with another one.');
    if (closes === this.#closes) this.#announcer.start();
  }

  /** Stops announcing changes, and closes the manager if the provider has created it. */
  async onClose(): Promise<void> {
    this.#closes++;
    this.#announcer.stop();
    if (this.#ownsManager) await this.#flags.close();
  }

  /** Resolves a flag whose value is a boolean. */
  resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
    context: EvaluationContext = {},
  ): Promise<ResolutionDetails<boolean>> {
    return this.#resolve(flagKey, defaultValue, isBooleanValue, context);
  }

  /** Resolves a flag whose value is a string, such as the name of a variant. */
  resolveStringEvaluation(
    flagKey: string,
    defaultValue: string,
    context: EvaluationContext = {},
  ): Promise<ResolutionDetails<string>> {
    return this.#resolve(flagKey, defaultValue, isStringValue, context);
  }

  /** Resolves a flag whose value is a number. */
  resolveNumberEvaluation(
    flagKey: string,
    defaultValue: number,
    context: EvaluationContext = {},
  ): Promise<ResolutionDetails<number>> {
    return this.#resolve(flagKey, defaultValue, isNumberValue, context);
  }

  /** Resolves a flag whose value is an object or an array, whichever the default is. */
  resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
    context: EvaluationContext = {},
  ): Promise<ResolutionDetails<T>> {
    return this.#resolve(flagKey, defaultValue, objectGuard(defaultValue), context);
  }

  /** Records an event for `onExposure`, as {@link FlagManager.track} does. */
  track(trackingEventName: string, context: EvaluationContext, trackingEventDetails: TrackingEventDetails = {}): void {
    const { targetingKey } = this.#options;
    const asked = this.#contextOf(context);
    if (asked !== undefined)
      this.#flags.track(trackingEventName, asked, trackingDetailsOf(trackingEventDetails, targetingKey));
  }

  async #resolve<T>(
    flagKey: string,
    defaultValue: T,
    isExpected: ValueGuard<T>,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    const asked = this.#contextOf(context);
    if (asked === undefined) {
      const message = 'The "targetingKey", "userId" and "sessionId" of the context must be strings or numbers.';
      return failedDetails(defaultValue, ErrorCode.INVALID_CONTEXT, message);
    }
    const definitions = this.#preparation.readDefinitions();
    if (definitions !== undefined) await definitions;
    const variants = this.#preparation.readVariants(asked);
    if (variants !== undefined) await variants;
    const external = this.#preparation.external?.prepareOnce(asked);
    if (external !== undefined) await external;
    const flag = definitionOf(this.#flags, flagKey);
    return resolutionDetails(flagResolution(this.#flags.evaluate(flagKey, asked), flag), {
      defaultValue,
      isExpected,
      isStale: this.#announcer.isStale,
      flagMetadata: flagMetadataOf(flag),
    });
  }

  /** The context to evaluate for; `undefined` if the given one cannot be used. */
  #contextOf(context: EvaluationContext): FlagContext | undefined {
    const { targetingKey, requestContext } = this.#options;
    if (requestContext !== 'never' && Object.keys(context).length === 0) return ambientContextOf(this.#flags);
    const own = flagContextOf(context, targetingKey);
    if (own === undefined || requestContext !== 'merge') return own;
    const ambient = ambientContextOf(this.#flags);
    return isFailedContext(ambient) ? ambient : mergedContext(own, ambient, targetingKey);
  }
}
