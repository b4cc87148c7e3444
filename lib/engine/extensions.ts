import { ignoreRejection } from '../internal/ignore-rejection.js';
import type { Bucketer } from './allocation/bucketer.js';
import type { FlagContext } from './flag-context.js';
import type { JsonValue } from './json/json-value.js';

/** The options of a condition; see `AttributeCondition`. */
export interface OperatorOptions {
  /** Whether text is compared case-insensitively. */
  readonly ignoreCase: boolean;
  /** Whether versions may be incomplete, such as `2.1`, or have a fourth number. */
  readonly lenient: boolean;
}

/** Tests the value of an attribute; returns `undefined` for a value of the wrong type. */
export type AttributeTest = (value: unknown) => boolean | undefined;

/**
 * A custom operator, used as `{ attribute, op: 'custom:NAME', value }`. It is called for each condition when
 * definitions are loaded, with `value` or all `values`, and must have no side effects; if it throws, that definition is
 * invalid. The returned test is called for each evaluation with the attribute, converted by the condition's `as`; for
 * an array attribute, once for each element. If the test throws, the failure is reported once, and the condition is
 * undecided.
 */
export type CustomOperator = (operands: readonly JsonValue[], options: OperatorOptions) => AttributeTest;

/** Helpers that a custom strategy receives. */
export interface StrategyTools {
  /** The flag's key. */
  readonly key: string;
  /** The instant to evaluate for, in milliseconds since 1970. */
  readonly instantOf: (context: FlagContext) => number;
  /** The attribute at a path; `undefined` when it is missing. */
  readonly attributeOf: (context: FlagContext, path: string) => unknown;
  /** The bucket of the context by the built-in hash, 0 to 99,999; `undefined` without a targeting key. */
  readonly bucketOf: (context: FlagContext) => number | undefined;
}

/** The answer of a custom strategy: on or off, optionally with a variant or value. */
export type StrategyAnswer =
  | boolean
  | {
      /** Whether the flag is on. */
      readonly enabled: boolean;
      /** The name of the variant that is served. @default no variant */
      readonly variant?: string | undefined;
      /** The value that is served. @default the variant's name or, without a variant, `enabled` */
      readonly value?: JsonValue | undefined;
    };

/**
 * A custom strategy, used as `{ type: 'custom', strategy: 'NAME', parameters }`. It is called for each flag when
 * definitions are loaded, and must have no side effects; if it throws, that definition is invalid. The returned
 * function is called for each evaluation. If it throws, the failure is reported once, and the flag is off with the
 * reason `evaluation_error`.
 */
export type CustomStrategy = (
  parameters: JsonValue | undefined,
  tools: StrategyTools,
) => (context: FlagContext) => StrategyAnswer;

/** The operators, strategies and bucketers that an application registers, by name. */
export interface Extensions {
  /** Custom operators by name; conditions refer to them as `custom:NAME`. */
  readonly operators?: Readonly<Record<string, CustomOperator>> | undefined;
  /** Custom strategies by name; flags of the type `custom` refer to them by `strategy`. */
  readonly strategies?: Readonly<Record<string, CustomStrategy>> | undefined;
  /** Bucketers by name; definitions refer to them by `bucketer`. */
  readonly bucketers?: Readonly<Record<string, Bucketer>> | undefined;
}

/** Looks up an extension by its name, among own properties only. */
export function registered<E>(extensions: Readonly<Record<string, E>> | undefined, name: string): E | undefined {
  return extensions !== undefined && Object.hasOwn(extensions, name) ? extensions[name] : undefined;
}

/**
 * The function that an extension returned; `undefined` for anything else, such as the promise of an extension that is
 * async by mistake.
 */
export function returnedFunction<F extends (...given: never[]) => unknown>(returned: F | undefined): F | undefined {
  if (typeof returned === 'function') return returned;
  ignoreRejection(returned);
  return undefined;
}
