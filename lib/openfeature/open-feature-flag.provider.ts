import { AsyncLocalStorage } from 'node:async_hooks';
import type { FlagContext } from '../engine/flag-context.js';
import type { Duration } from '../internal/duration.js';
import type {
  ExternalContext,
  ExternalFlagProvider,
  ExternalResult,
} from '../manager/external/external-flag-provider.js';
import { clientResult, type VariantFrom } from './client/client-result.js';
import { allowedAttributes, evaluationContext } from './client/evaluation-context.js';
import {
  readProviderOptions,
  type OpenFeatureFlagProviderOptions,
} from './client/open-feature-flag-provider.options.js';
import { TypedEvaluation } from './client/typed-evaluation.js';

/**
 * Answers for flags that this module does not define by asking an OpenFeature client, so that gates and decorators work
 * with the flags of any vendor. Pass it as the option `externalFlags`.
 *
 * Definitions and overrides of this module take precedence. Only the targeting key is sent, unless `attributes` or
 * `context` allows more.
 *
 * @example
 * FeatureFlagsModule.forRoot({
 *   externalFlags: new OpenFeatureFlagProvider({ client: OpenFeature.getClient(), attributes: ['plan'] }),
 * })
 */
export class OpenFeatureFlagProvider implements ExternalFlagProvider {
  readonly name: string;
  readonly keys: readonly string[];
  readonly timeout: Duration | undefined;
  readonly #contextOf: (context: FlagContext) => object;
  readonly #evaluation: TypedEvaluation;
  readonly #variantFrom: VariantFrom;
  /** Whether the code that runs now is asked by this provider. */
  readonly #asking = new AsyncLocalStorage<true>();

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option that is unknown or invalid */
  constructor(given: OpenFeatureFlagProviderOptions) {
    const { client, name, keys = [], attributes = [], context, timeout, variantFrom } = readProviderOptions(given);
    const types = isList(keys) ? [] : Object.entries(keys);
    this.name = name ?? 'openfeature';
    this.keys = Object.freeze(isList(keys) ? [...keys] : Object.keys(keys));
    this.timeout = timeout;
    this.#contextOf = context ?? allowedAttributes(attributes);
    this.#evaluation = new TypedEvaluation(client, new Map(types));
    this.#variantFrom = variantFrom ?? 'variant';
  }

  /** Returns what is sent for a context. */
  contextOf(context: FlagContext): object {
    return this.#contextOf(context);
  }

  /** Asks the client for one flag. */
  async evaluate(key: string, context: ExternalContext): Promise<ExternalResult> {
    if (this.#asking.getStore() === true) return { outcome: 'failed', problem: ASKS_ITSELF };
    const details = await this.#asking.run(true, () => this.#evaluation.evaluate(key, evaluationContext(context)));
    return clientResult(key, details, this.#variantFrom);
  }
}

type Keys = NonNullable<OpenFeatureFlagProviderOptions['keys']>;

function isList(keys: Keys): keys is Extract<Keys, readonly string[]> {
  return Array.isArray(keys);
}

const ASKS_ITSELF = "its client asks this module again: give it the client of the vendor's provider";
