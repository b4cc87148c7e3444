/**
 * A random delay of 80 to 120% of the given one, so that instances that were started together do not act at the same
 * time.
 *
 * @param random from 0 to below 1
 */
export function jitteredDelay(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.8 + 0.4 * random());
}

/** A random delay of 80 to 100% of the given one, which must not be exceeded. */
export function shortenedDelay(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.8 + 0.2 * random());
}

/** Any delay from 0 up to `longest` ms, for callers that collided and must not collide again. */
export function randomDelay(longest: number, random: () => number = Math.random): number {
  return longest * random();
}

export interface Backoff {
  /** The delay before the first retry, in milliseconds. */
  readonly first: number;
  /** No delay is longer, in milliseconds. */
  readonly longest: number;
}

/** A delay that doubles with each failure in a row, up to `longest`, and is randomly shortened by up to half. */
export function backoffDelay(
  failures: number,
  { first, longest }: Backoff,
  random: () => number = Math.random,
): number {
  return Math.min(longest, first * 2 ** failures) * (0.5 + random() / 2);
}
