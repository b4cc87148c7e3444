import type { FlagContext } from '../../engine/flag-context.js';
import type { ExternalFlags } from '../external/external-flags.js';
import { readOr } from './read-or.js';

/** The reads for which a request waits. */
export interface RequestPreparationOptions {
  /** Reads definitions that may have changed, with `cacheTtl: 0`; `undefined` if there is nothing to wait for. */
  readonly poll: (() => Promise<void> | undefined) | undefined;
  /** Reads the variants that other instances have served to these units. */
  readonly prefetch: ((units: readonly string[]) => Promise<void> | undefined) | undefined;
  /** Reads the units of a context that may have sticky variants; `undefined` if no flag is sticky. */
  readonly stickyUnits: () => ((context: FlagContext) => readonly string[]) | undefined;
  /** Asks an external provider for flags that have no definition; absent if there is none. */
  readonly external?: ExternalFlags | undefined;
}

/**
 * Reads what a request's flags need before they are evaluated, because evaluations do no I/O. Used by the gates of the
 * Nest layer.
 */
export class RequestPreparation {
  /** The preparation of managers that need none, such as fakes. */
  static readonly NONE = new RequestPreparation({ poll: undefined, prefetch: undefined, stickyUnits: () => undefined });

  readonly #options: RequestPreparationOptions;

  constructor(options: RequestPreparationOptions) {
    this.#options = options;
  }

  /**
   * Prepares evaluations for a context in code that does not run behind a gate: reads definitions, with `cacheTtl: 0`,
   * and the sticky variants that other instances have served, and asks the external provider for its flags. Its answers
   * are used for this context object, and for the copy that {@link runWith} makes of it. Never rejects; waits for variants
   * for at most half a second, and for the external provider for at most its `timeout`.
   */
  async prepare(context: FlagContext): Promise<void> {
    await this.readDefinitions();
    await Promise.all([this.readVariants(context), this.#options.external?.prepare(context)]);
  }

  /** Asks for flags that have no definition; `undefined` if there is no external provider. */
  get external(): ExternalFlags | undefined {
    return this.#options.external;
  }

  /**
   * Reads everything that the evaluations of one call need.
   *
   * @param context that of the call, which may not be resolved yet
   * @returns the context to evaluate for; a promise if there is something to wait for
   */
  readAll(context: FlagContext | Promise<FlagContext>): FlagContext | Promise<FlagContext> {
    const reading = this.readDefinitions();
    const isReady = reading === undefined && !this.readsVariants && this.external === undefined;
    return isReady ? context : this.#readAll(context, reading);
  }

  async #readAll(
    context: FlagContext | Promise<FlagContext>,
    reading: Promise<void> | undefined,
  ): Promise<FlagContext> {
    const [resolved] = await Promise.all([context, reading]); // together, so that a rejection is never unhandled
    const [prepared] = await Promise.all([
      this.external?.prepareForCall(resolved, {}) ?? resolved,
      this.readVariants(resolved),
    ]);
    return prepared;
  }

  /** Whether definitions are read before each request, as with `cacheTtl: 0`. */
  get readsDefinitions(): boolean {
    return this.#options.poll !== undefined;
  }

  /** Reads definitions that may have changed, with `cacheTtl: 0`; `undefined` if there is nothing to wait for. */
  readDefinitions(): Promise<void> | undefined {
    return this.#options.poll?.();
  }

  /** Whether sticky variants that other instances have served are read before a request's flags are evaluated. */
  get readsVariants(): boolean {
    return this.#options.prefetch !== undefined && this.#options.stickyUnits() !== undefined;
  }

  /**
   * Reads the sticky variants of a request's user from the store.
   *
   * @returns a promise that resolves within half a second; `undefined` if there is nothing to wait for
   */
  readVariants(context: FlagContext): Promise<void> | undefined {
    const { prefetch, stickyUnits } = this.#options;
    if (prefetch === undefined) return undefined;
    const units = readOr(() => stickyUnits()?.(context), undefined);
    return units === undefined ? undefined : prefetch(units);
  }
}
