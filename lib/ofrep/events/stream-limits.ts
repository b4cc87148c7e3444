import type { FlagContext } from '../../engine/flag-context.js';
import type { ResolvedOfrepEvents } from '../resolve-ofrep-options.js';

/** Something that a stream counts for, and how many streams it may have. */
export interface StreamLimit {
  readonly name: string;
  readonly limit: number;
}

/**
 * The limits of a caller's streams. A user counts by itself, whatever the address, which many users of a company share.
 * A visitor also counts for its address, because it may choose its id freely. Each kind has names of its own, so that a
 * visitor cannot use up the streams of a user.
 *
 * @param address the address of the caller
 */
export function streamLimitsOf(
  { userId, sessionId }: FlagContext,
  address: string,
  {
    maxStreamsPerCaller,
    maxStreamsPerAddress,
  }: Pick<ResolvedOfrepEvents, 'maxStreamsPerCaller' | 'maxStreamsPerAddress'>,
): readonly StreamLimit[] {
  if (userId !== undefined) return [{ name: `user ${userId}`, limit: maxStreamsPerCaller }];
  const caller = sessionId === undefined ? `nobody at ${address}` : `visitor ${sessionId}`;
  return [
    { name: caller, limit: maxStreamsPerCaller },
    { name: `address ${address}`, limit: maxStreamsPerAddress },
  ];
}

/** Counts streams for everything that limits them. */
export class StreamCounts {
  readonly #counts = new Map<string, number>();

  /** Whether a further stream would exceed one of its limits. */
  wouldExceed(limits: readonly StreamLimit[]): boolean {
    return limits.some(({ name, limit }) => (this.#counts.get(name) ?? 0) >= limit);
  }

  add(limits: readonly StreamLimit[]): void {
    for (const { name } of limits) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  remove(limits: readonly StreamLimit[]): void {
    for (const { name } of limits) {
      const remaining = (this.#counts.get(name) ?? 0) - 1;
      if (remaining > 0) this.#counts.set(name, remaining);
      else this.#counts.delete(name);
    }
  }
}
