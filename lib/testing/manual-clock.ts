import { functionOption, instantOption, option } from '../internal/options/option-readers.js';
import type { OptionReader } from '../internal/options/options-schema.js';
import type { Cancel, Clock } from '../manager/clock.js';

const taskOption = functionOption();
const millisecondsOption = option<number>(
  (value) => typeof value === 'number' && Number.isFinite(value),
  'must be a finite number of milliseconds',
);
const startOption: OptionReader<number> = (value, place) =>
  instantOption(typeof value === 'string' ? new Date(value) : value, place);

/**
 * A clock that stands still until it is advanced.
 *
 * @example
 * const clock = new ManualClock('2026-11-27T00:00:00Z');
 * const flags = await FlagManager.create({ clock, initialFlags });
 * clock.advance(60_000); // runs what was due within the minute
 */
export class ManualClock implements Clock {
  #now: number;
  readonly #tasks = new Map<symbol, { readonly due: number; readonly task: () => void }>();

  /**
   * @param start @default 2026-01-01T00:00:00Z
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when it is not a valid time
   */
  constructor(start: Date | string | number = '2026-01-01T00:00:00Z') {
    this.#now = startOption(start, 'The start of ManualClock');
  }

  now(): number {
    return this.#now;
  }

  schedule(task: () => void, delay: number): Cancel {
    taskOption(task, 'The task of ManualClock');
    millisecondsOption(delay, 'The delay of ManualClock');
    const id = Symbol('task');
    this.#tasks.set(id, { due: this.#now + Math.max(0, delay), task });
    return () => void this.#tasks.delete(id);
  }

  /** Advances the time by `milliseconds` and runs all tasks that become due, each at its own time. */
  advance(milliseconds: number): void {
    millisecondsOption(milliseconds, 'The time that ManualClock advances by');
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#tasks].filter(([, { due }]) => due <= end).toSorted(([, a], [, b]) => a.due - b.due);
      if (next === undefined) break;
      this.#tasks.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].due);
      next[1].task();
    }
    this.#now = end;
  }

  /** The number of pending tasks. */
  get pending(): number {
    return this.#tasks.size;
  }
}
