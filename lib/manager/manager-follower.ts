import type { ManagerParts } from './parts/manager-parts.js';
import { ReachedDefinitions } from './definitions/reached-definitions.js';

/** Receives what changes in a manager. It is called synchronously and must not throw. */
export interface ManagerFollower {
  /**
   * Called when flags may have other answers from now on.
   *
   * @param keys the changed flags, and all that depend on them by a prerequisite, a condition or a segment; `undefined`
   *   if any flag may have changed
   */
  flagsChanged(keys: readonly string[] | undefined): void;
  /** Called when the status of the store or of a provider may have changed. */
  sourcesChanged(): void;
}

/** Notifies a follower until the returned function is called. */
export function follow(parts: Pick<ManagerParts, 'events' | 'definitions'>, follower: ManagerFollower): () => void {
  const { events, definitions } = parts;
  const flagsChanged = (keys: Iterable<string> | undefined) => {
    if (keys === undefined) {
      follower.flagsChanged(undefined);
      return;
    }
    const reached = new ReachedDefinitions(Array.from(keys, (key) => ({ kind: 'flag', key })));
    reached.addUsers(definitions.definitions.index);
    follower.flagsChanged([...reached].flatMap(({ kind, key }) => (kind === 'flag' ? [key] : [])));
  };
  const sourcesChanged = () => follower.sourcesChanged();
  events.on('flags_changed', flagsChanged);
  events.on('providers_read', sourcesChanged);
  events.on('store_health_changed', sourcesChanged);
  return () => {
    events.off('flags_changed', flagsChanged);
    events.off('providers_read', sourcesChanged);
    events.off('store_health_changed', sourcesChanged);
  };
}
