import type { JsonValue } from '../json/json-value.js';
import type { BucketBy } from './targeting-key.js';

/** A registered {@link Bucketer} and its parameters. */
export interface BucketerReference {
  /** The name under which the bucketer is registered. */
  readonly name: string;
  /** JSON of up to 64 KiB; the bucketer itself validates it. */
  readonly parameters: JsonValue;
}

/** The options that determine the bucket of a context. */
export interface BucketingOptions {
  /**
   * The path of the attribute whose value is the targeting key, or up to 10 paths; the first attribute that is present
   * is used. There is no other fallback. @default ['userId', 'sessionId']
   */
  readonly bucketBy?: BucketBy | undefined;
  /**
   * Text that is hashed with the targeting key; different salts give independent buckets. @default the key of the flag
   * or segment
   */
  readonly salt?: string | undefined;
  /** Name of a registered {@link Bucketer}, alone or with its parameters. @default the built-in hash */
  readonly bucketer?: string | BucketerReference | undefined;
}

/** One draw that a {@link Bucketer} makes for all units. */
export interface BucketDraw {
  /** The key of the flag or segment. */
  readonly key: string;
  /** The salt from the definition; the key of the flag or segment if it has none. */
  readonly salt: string;
  /** The purpose of the draw. Draws for different purposes should be independent of each other. */
  readonly purpose: 'rollout' | 'variant' | 'layer';
  /**
   * The exclusive upper bound of the number to return: 100 (percent) for rollouts and layers, the sum of all weights
   * for variants.
   */
  readonly total: number;
  /** The parameters from the definition; absent if it gives only the bucketer's name. */
  readonly parameters?: JsonValue | undefined;
}

/** Creates the function that returns a number in `[0, total)` for a targeting key. */
export type CreateBuckets = (draw: BucketDraw) => (unit: string) => number;

/** A bucketer that declares the size of its buckets. */
export interface SteppedBucketer {
  /**
   * The size of one bucket in percent; percentages must be multiples of it. `0.00001` means ten million buckets.
   * @default 0.001
   */
  readonly step: number;
  /** Creates the function that returns the bucket of a targeting key, for one draw of one definition. */
  readonly create: CreateBuckets;
}

/**
 * Puts units into buckets in the same way as another system, so that users keep their variants when a team migrates. It
 * is called for each draw of each definition when definitions are loaded, and must have no side effects; if it throws,
 * for example because of its parameters, that definition is invalid. The returned function is called for each
 * evaluation and must return a number in `[0, total)`, which is a percentage for rollouts and layers; variants divide
 * the range by their weights, in declared order. If it throws or returns anything else, the failure is reported once,
 * and the flag is off with the reason `evaluation_error`.
 *
 * @example // MD5 of `user:flag`, modulo 100
 * const legacy: Bucketer = ({ key, total }) => (unit) => {
 *   const hash = BigInt(`0x${createHash('md5').update(`${unit}:${key}`).digest('hex')}`);
 *   return (Number(hash % 100n) * total) / 100;
 * };
 */
export type Bucketer = CreateBuckets | SteppedBucketer;
