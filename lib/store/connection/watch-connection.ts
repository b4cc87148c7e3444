import type { StoreListener } from '../flag-store.js';
import type { StoreListeners } from '../store-listeners.js';

export interface WatchedConnection {
  /** Opens the connection, unless it is open; resolves once changes are received. */
  readonly open: () => Promise<unknown>;
  /** Closes the connection; called when there are no listeners left. */
  readonly close: (reason: unknown) => void;
}

/**
 * Adds a listener, and keeps a connection open for as long as there are listeners.
 *
 * @returns a function that removes the listener; it may be called twice
 * @throws the reason why the connection could not be opened; the listener is removed then
 */
export async function watchConnection(
  listeners: StoreListeners,
  listener: StoreListener,
  { open, close }: WatchedConnection,
): Promise<() => void> {
  const remove = listeners.add(listener);
  const end = () => {
    remove();
    if (listeners.isEmpty) close(new Error('there are no listeners left'));
  };
  try {
    await open();
  } catch (error) {
    end();
    throw error;
  }
  return end;
}
