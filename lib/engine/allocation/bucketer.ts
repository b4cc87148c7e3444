import type { JsonValue } from '../json/json-value.js';
import type { BucketBy } from './targeting-key.js';

/** A registered {@link Bucketer} and its parameters. */
export interface BucketerReference {
  readonly name: string;
  /** JSON of up to 64 KiB, which the bucketer itself checks. */
  readonly parameters: JsonValue;
}

/** What determines the bucket of a context. */
export interface BucketingOptions {
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
  /** The parameters that the definition gives; absent if it names the bucketer alone. */
  readonly parameters?: JsonValue | undefined;
}

/** Creates the function that returns a number in `[0, total)` for a targeting key. */
export type CreateBuckets = (draw: BucketDraw) => (unit: string) => number;

/** A bucketer that declares the size of its buckets. */
export interface SteppedBucketer {
  /** In percent; percentages must be multiples of it. `0.00001` stands for ten million buckets. @default 0.001 */
  readonly step: number;
  readonly create: CreateBuckets;
}

/**
 * Puts units into buckets the way that another system does, so that a team that moves in keeps its users where they are.
 * It is called for each draw of each definition when definitions are loaded, and must have no side effects; if it throws,
 * for example because of its parameters, that definition is invalid. The function that it returns is called for each
 * evaluation and returns a number in `[0, total)`, in percent for rollouts and layers; variants take their weights in
 * declared order. If that function throws or returns anything else, this is reported once, and the flag is off with the
 * reason `evaluation_error`.
 *
 * @example // MD5 of `user:flag`, modulo 100
 * const legacy: Bucketer = ({ key, total }) => (unit) => {
 *   const hash = BigInt(`0x${createHash('md5').update(`${unit}:${key}`).digest('hex')}`);
 *   return (Number(hash % 100n) * total) / 100;
 * };
 */
export type Bucketer = CreateBuckets | SteppedBucketer;
