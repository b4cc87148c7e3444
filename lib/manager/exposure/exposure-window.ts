import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { Cancel, Clock } from '../clock.js';

/** The last exposure of one unit to one flag. */
export interface SeenUnit {
  readonly flag: string;
  readonly unit: string;
  /** The answer as the evaluation returned it last, which is usually one shared object. */
  answer: FlagEvaluation;
  /** The version of the definition. */
  version: string;
  /** The tick of the window in which it was emitted. */
  tick: number;
  /** Whether it was used since it was last considered for removal. */
  isUsed: boolean;
  newer: SeenUnit | undefined;
}

export interface ExposureWindowOptions {
  /** The maximum number of pairs of a flag and a unit. */
  readonly size: number;
  /** How long a unit counts as seen, in milliseconds. */
  readonly length: number;
  readonly clock: Clock;
}

/** The parts into which the length of a window is divided. */
const TICKS = 16;

/** A tick that lies before every window. */
const LONG_AGO = -1 - TICKS;

/** How many used pairs may be kept for another round when room for a new one is needed. */
const SECOND_CHANCES = 32;

/**
 * Remembers which units were exposed to which answers of which flags: recently used ones, each for at least the length
 * of the window and at most a sixteenth longer.
 *
 * `lru-cache` is not used, because this is read in each evaluation, which must allocate nothing: its keys would be
 * texts made of a flag and a unit, and it would read the clock, whose numbers V8 puts on the heap. A timer counts ticks
 * instead. A use only sets a mark, which costs less than moving the unit in a list: when room is needed, the oldest
 * unit without a mark is removed, and those with a mark are kept for another round.
 */
export class ExposureWindow {
  readonly #size: number;
  readonly #tickLength: number;
  readonly #clock: Clock;
  readonly #flags = new Map<string, Map<string, SeenUnit>>();
  #count = 0;
  #tick = 0;
  #oldest: SeenUnit | undefined;
  #newest: SeenUnit | undefined;
  #cancelTick: Cancel | undefined;

  constructor({ size, length, clock }: ExposureWindowOptions) {
    this.#size = size;
    this.#tickLength = length / TICKS;
    this.#clock = clock;
  }

  /** The seen units of a flag: a live map that only this window changes. */
  unitsOf(flag: string): ReadonlyMap<string, SeenUnit> {
    return this.#mapOf(flag);
  }

  /** Whether the exposure was emitted within the length of the window. */
  isCurrent(seen: SeenUnit): boolean {
    return this.#tick - seen.tick <= TICKS;
  }

  /** Remembers an exposure that was emitted just now, in place of an earlier one of the same pair. */
  put(flag: string, unit: string, answer: FlagEvaluation, version: string): void {
    const units = this.#mapOf(flag);
    const known = units.get(unit);
    if (known !== undefined) {
      Object.assign(known, { answer, version, tick: this.#tick, isUsed: true });
      return;
    }
    if (this.#count >= this.#size) this.#removeOne();
    const seen: SeenUnit = { flag, unit, answer, version, tick: this.#tick, isUsed: false, newer: undefined };
    units.set(unit, seen);
    this.#count++;
    this.#append(seen);
    this.#cancelTick ??= this.#schedule();
  }

  /** Ends the window of one pair, so that the unit is exposed again at its next evaluation. */
  expire(flag: string, unit: string): void {
    const seen = this.#flags.get(flag)?.get(unit);
    if (seen !== undefined) seen.tick = LONG_AGO;
  }

  /** Stops the timer. */
  close(): void {
    this.#cancelTick?.();
  }

  #mapOf(flag: string): Map<string, SeenUnit> {
    let units = this.#flags.get(flag);
    if (units === undefined) this.#flags.set(flag, (units = new Map()));
    return units;
  }

  #append(seen: SeenUnit): void {
    if (this.#newest === undefined) this.#oldest = seen;
    else this.#newest.newer = seen;
    this.#newest = seen;
  }

  #takeOldest(): SeenUnit | undefined {
    const seen = this.#oldest;
    if (seen === undefined) return undefined;
    this.#oldest = seen.newer;
    if (this.#oldest === undefined) this.#newest = undefined;
    seen.newer = undefined;
    return seen;
  }

  #removeOne(): void {
    for (let chances = SECOND_CHANCES; ; chances--) {
      const seen = this.#takeOldest();
      if (seen === undefined) return;
      if (seen.isUsed && chances > 0) {
        seen.isUsed = false;
        this.#append(seen);
        continue;
      }
      this.#flags.get(seen.flag)?.delete(seen.unit);
      this.#count--;
      return;
    }
  }

  #schedule(): Cancel {
    return this.#clock.schedule(() => {
      this.#tick++;
      this.#cancelTick = this.#schedule();
    }, this.#tickLength);
  }
}
