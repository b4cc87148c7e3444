import { ignoreRejection } from '../internal/ignore-rejection.js';
import type { Bucketer } from './allocation/bucketer.js';
import type { FlagContext } from './flag-context.js';
import type { JsonValue } from './json/json-value.js';

/** What a condition's options say; see `AttributeCondition`. */
export interface OperatorOptions {
  readonly ignoreCase: boolean;
  readonly lenient: boolean;
}

/** What tells whether an attribute's value holds; `undefined` says that it is of a wrong type. */
export type AttributeTest = (value: unknown) => boolean | undefined;

/**
 * An operator of your own, used as `{ attribute, op: 'custom:NAME', value }`. It is called for each condition when
 * definitions are loaded, with `value` or all `values`, and must have no side effects; if it throws, that definition is
 * invalid. The function that it returns is called for each evaluation, for an array attribute once for each element,
 * converted as the condition's `as` says. If that function throws, this is reported once, and the condition is undecided.
 */
export type CustomOperator = (operands: readonly JsonValue[], options: OperatorOptions) => AttributeTest;

/** What a custom strategy may use. */
export interface StrategyTools {
  /** The flag's key. */
  readonly key: string;
  /** The instant to evaluate for, in milliseconds since 1970. */
  readonly instantOf: (context: FlagContext) => number;
  /** The attribute at a path, `undefined` when it is missing. */
  readonly attributeOf: (context: FlagContext, path: string) => unknown;
  /** The unit's bucket by the built-in hash, 0 to 99,999; `undefined` without a unit. */
  readonly bucketOf: (context: FlagContext) => number | undefined;
}

/** What a custom strategy answers: on or off, or a variant or value as well. */
export type StrategyAnswer =
  | boolean
  | {
      readonly enabled: boolean;
      readonly variant?: string | undefined;
      readonly value?: JsonValue | undefined;
    };

/**
 * A strategy of your own, used as `{ type: 'custom', strategy: 'NAME', parameters }`. It is called for each flag when
 * definitions are loaded, and must have no side effects; if it throws, that definition is invalid. The function that it
 * returns is called for each evaluation. If that function throws, this is reported once, and the flag is off with the
 * reason `evaluation_error`.
 */
export type CustomStrategy = (
  parameters: JsonValue | undefined,
  tools: StrategyTools,
) => (context: FlagContext) => StrategyAnswer;

/** What an application adds to the engine, by name. */
export interface Extensions {
  readonly operators?: Readonly<Record<string, CustomOperator>> | undefined;
  readonly strategies?: Readonly<Record<string, CustomStrategy>> | undefined;
  readonly bucketers?: Readonly<Record<string, Bucketer>> | undefined;
}

/** An extension by its name; own properties only. */
export function registered<E>(extensions: Readonly<Record<string, E>> | undefined, name: string): E | undefined {
  return extensions !== undefined && Object.hasOwn(extensions, name) ? extensions[name] : undefined;
}

/** The function that an extension returned; `undefined` for anything else, such as the promise of one that is async by mistake. */
export function returnedFunction<F extends (...given: never[]) => unknown>(returned: F | undefined): F | undefined {
  if (typeof returned === 'function') return returned;
  ignoreRejection(returned);
  return undefined;
}
