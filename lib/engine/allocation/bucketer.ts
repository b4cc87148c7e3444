import type { JsonValue } from '../json/json-value.js';
import type { BucketBy } from './targeting-key.js';

/** A registered {@link Bucketer}, and what it is given. */
export interface BucketerReference {
  readonly name: string;
  /** Plain JSON of up to 64 KiB, which the bucketer checks itself. */
  readonly parameters: JsonValue;
}

/** What determines the bucket of a context. */
export interface Bucketed {
  /**
   * Path of the attribute whose value is the targeting key, or up to 10 paths, of which the first present one is used.
   * There is no other fallback. @default ['userId', 'sessionId']
   */
  readonly bucketBy?: BucketBy | undefined;
  /** What separates these buckets from others. @default the flag's key, in a segment the segment's */
  readonly salt?: string | undefined;
  /** Name of a registered {@link Bucketer}, alone or with its parameters. @default the built-in hash */
  readonly bucketer?: string | BucketerReference | undefined;
}

/** One draw that a {@link Bucketer} makes for all units. */
export interface BucketDraw {
  /** The flag's key, in a segment the segment's. */
  readonly key: string;
  readonly salt: string;
  readonly purpose: 'rollout' | 'variant' | 'layer';
  /** What there is to draw from: 100 (percent) for rollouts and layers, the sum of all weights for variants. */
  readonly total: number;
  /** What the definition gives beside the bucketer's name; absent where it gives the name alone. */
  readonly parameters?: JsonValue | undefined;
}

/** Makes the function that answers, for each targeting key, a number in `[0, total)`. */
export type CreateBuckets = (draw: BucketDraw) => (unit: string) => number;

/** A bucketer that says how fine its buckets are. */
export interface SteppedBucketer {
  /** Percentages are multiples of it, in percent: `0.00001` for ten million buckets. @default 0.001 */
  readonly step: number;
  readonly create: CreateBuckets;
}

/**
 * Puts units into buckets the way that another system does, so that a team that moves in keeps its users where they are.
 * Called for each draw of each flag when definitions are loaded, and has no effects; what it throws, such as about its
 * parameters, is a problem of that definition. What it returns is called for each evaluation and answers a number in
 * `[0, total)`: below the percentage is inside a rollout, and variants take their weights in declared order. One that
 * throws there, or answers anything else, is reported once, and the flag is off with reason `evaluation_error`.
 *
 * @example // MD5 of `user:flag`, modulo 100
 * const legacy: Bucketer = ({ key, total }) => (unit) => {
 *   const hash = BigInt(`0x${createHash('md5').update(`${unit}:${key}`).digest('hex')}`);
 *   return (Number(hash % 100n) * total) / 100;
 * };
 */
export type Bucketer = CreateBuckets | SteppedBucketer;
