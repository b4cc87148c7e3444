import type { EvaluationContext } from '@openfeature/server-sdk';
import { ResolutionErrorCode } from '../../engine/resolution/resolution-error-code.js';
import { FLAG_TYPES, type OpenFeatureFlagType } from './flag-type.js';
import { EVALUATE_AS, type OpenFeatureFlagClient, type TypedDetails } from './typed-client.js';

/**
 * Evaluates flags whose type is not known: as each type in turn, until the provider accepts it. The type is remembered,
 * so that later evaluations take one call.
 */
export class TypedEvaluation {
  readonly #client: OpenFeatureFlagClient;
  readonly #declared: ReadonlyMap<string, OpenFeatureFlagType>;
  readonly #found = new Map<string, OpenFeatureFlagType>();

  /** @param declared the types of flags that are known; these are evaluated as no other type */
  constructor(client: OpenFeatureFlagClient, declared: ReadonlyMap<string, OpenFeatureFlagType>) {
    this.#client = client;
    this.#declared = declared;
  }

  async evaluate(key: string, context: EvaluationContext): Promise<TypedDetails> {
    let details: TypedDetails = { errorCode: ResolutionErrorCode.TypeMismatch };
    for (const type of this.#typesOf(key)) {
      details = await EVALUATE_AS[type](this.#client, key, context);
      if (details.errorCode === ResolutionErrorCode.TypeMismatch) continue;
      if (details.errorCode === undefined) this.#found.set(key, type);
      return details;
    }
    return details;
  }

  #typesOf(key: string): readonly OpenFeatureFlagType[] {
    const declared = this.#declared.get(key);
    if (declared !== undefined) return [declared];
    const found = this.#found.get(key);
    return found === undefined ? FLAG_TYPES : [found, ...FLAG_TYPES.filter((type) => type !== found)];
  }
}
