import type { StoreListener } from '../../store/flag-store.js';
import { StoreListeners } from '../../store/store-listeners.js';

/** Why a store is polled although its options do not say so, and what to do; shown to operators. */
const NO_LISTENING =
  'option "listen" is not set, and "database" has no method "listen". Set "listen" to the URL of a direct connection to ' +
  'the database, or to false to poll without this warning';

/** Takes the place of a connection that listens where the options name none, such as when an environment variable is missing. */
export class MissingListening {
  readonly #listeners = new StoreListeners();

  /** Tells the listener that changes are not announced. */
  watch(listener: StoreListener): Promise<() => void> {
    const remove = this.#listeners.add(listener);
    listener.unannounced(NO_LISTENING);
    return Promise.resolve(remove);
  }

  /** There is nothing to close. */
  close(): void {}
}
