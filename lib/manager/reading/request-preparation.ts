import type { FlagContext } from '../../engine/flag-context.js';
import { readOr } from './read-or.js';

/** What a request waits for. */
export interface RequestPreparationOptions {
  /** Reads definitions that may have changed, with `cacheTtl: 0`; `undefined` when there is nothing to wait for. */
  readonly poll: (() => Promise<void> | undefined) | undefined;
  /** Reads the variants that other instances have served to these units. */
  readonly prefetch: ((units: readonly string[]) => Promise<void> | undefined) | undefined;
  /** Reads the units of a context that may keep sticky variants; `undefined` when no flag is sticky. */
  readonly stickyUnits: () => ((context: FlagContext) => readonly string[]) | undefined;
}

/** What is read before a request's flags are asked for, because no evaluation does I/O. For the gates of the Nest layer. */
export class RequestPreparation {
  /** Of a manager that needs none, such as a fake. */
  static readonly NONE = new RequestPreparation({ poll: undefined, prefetch: undefined, stickyUnits: () => undefined });

  readonly #options: RequestPreparationOptions;

  constructor(options: RequestPreparationOptions) {
    this.#options = options;
  }

  /**
   * Reads what a gate reads before it asks for this user, for code that no gate precedes: definitions with `cacheTtl: 0`,
   * and the sticky variants that other instances have served. Never rejects; variants take half a second at most.
   */
  async prepare(context: FlagContext): Promise<void> {
    await this.readDefinitions();
    await this.readVariants(context);
  }

  /** Whether definitions are read before each request: with `cacheTtl: 0`. */
  get readsDefinitions(): boolean {
    return this.#options.poll !== undefined;
  }

  /** With `cacheTtl: 0`, reads definitions that may have changed; `undefined` when there is nothing to wait for. */
  readDefinitions(): Promise<void> | undefined {
    return this.#options.poll?.();
  }

  /** Whether sticky variants that other instances have served are read before a request's flags are asked for. */
  get readsVariants(): boolean {
    return this.#options.prefetch !== undefined && this.#options.stickyUnits() !== undefined;
  }

  /**
   * Reads the sticky variants of a request's user from the store.
   *
   * @returns resolves in half a second at the latest; `undefined` when there is nothing to wait for
   */
  readVariants(context: FlagContext): Promise<void> | undefined {
    const { prefetch, stickyUnits } = this.#options;
    if (prefetch === undefined) return undefined;
    const units = readOr(() => stickyUnits()?.(context), undefined);
    return units === undefined ? undefined : prefetch(units);
  }
}
