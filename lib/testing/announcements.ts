import type { FlagProviderListener, FlagSetDelta } from '../providers/flag-provider.js';
import { inTime } from './delivered-definitions.js';

/** Counts what a watched provider announces, and waits for it. */
export class Announcements {
  readonly #deltas: (FlagSetDelta | undefined)[] = [];
  #notify: () => void = () => {};

  /** The listener that is passed to the provider. */
  readonly listener: FlagProviderListener = (_error, delta) => {
    this.#deltas.push(delta);
    this.#notify();
  };

  get count(): number {
    return this.#deltas.length;
  }

  /** The deltas after the first `count` announcements; `undefined` for one without a delta. */
  deltasAfter(count: number): readonly (FlagSetDelta | undefined)[] {
    return this.#deltas.slice(count);
  }

  /** Resolves once there were more than `count` announcements. */
  async beyond(count: number): Promise<void> {
    await inTime('a change was not announced', async () => {
      while (this.count <= count) await new Promise<void>((resolve) => (this.#notify = resolve));
    });
  }

  /**
   * Resolves once `check` passes after an announcement that follows the first `count` ones; otherwise, throws its last
   * error.
   */
  async until(check: () => Promise<void>, count: number): Promise<void> {
    for (;;) {
      await this.beyond(count);
      count = this.count;
      try {
        return await check();
      } catch (error) {
        await this.beyond(count).catch(() => {
          throw error; // nothing more was announced, so this is final
        });
      }
    }
  }
}
