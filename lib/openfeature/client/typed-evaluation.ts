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
    let details = MISMATCH;
    for (const type of this.#typesOf(key)) {
      details = await EVALUATE_AS[type](this.#client, key, context);
      if (details.errorCode === ResolutionErrorCode.TypeMismatch) continue;
      if (!this.#declared.has(key) && isBooleanText(details)) return MISMATCH;
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

const MISMATCH: TypedDetails = Object.freeze({ errorCode: ResolutionErrorCode.TypeMismatch });

/**
 * Whether a value is the text of a boolean: a provider that does not check types returns it for a boolean flag, and the
 * text "false" would open a gate.
 */
function isBooleanText({ value }: TypedDetails): boolean {
  return typeof value === 'string' && /^\s*(?:true|false)\s*$/i.test(value);
}
