import { listenerArgument } from '../internal/options/arguments.js';
import { messageOf } from '../internal/message-of.js';
import type { FlagProviderListener, FlagSetDelta } from './flag-provider.js';

/**
 * The listeners of a provider. An error of one is emitted as a process warning, and affects neither the others nor the
 * writer.
 */
export class ProviderListeners {
  readonly #listeners = new Set<FlagProviderListener>();

  get size(): number {
    return this.#listeners.size;
  }

  add(listener: FlagProviderListener): () => void {
    listenerArgument(listener, 'The listener of a provider');
    const own: FlagProviderListener = (error, delta) => listener(error, delta); // the same function may be added twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  announce(error?: unknown, delta?: FlagSetDelta): void {
    for (const listener of this.#listeners) {
      try {
        listener(error, delta);
      } catch (thrown) {
        process.emitWarning(`A listener of a flag provider threw: ${messageOf(thrown)}`);
      }
    }
  }
}
