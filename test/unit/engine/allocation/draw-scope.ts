import type { EngineServices, Scope } from '../../../../lib/engine/compile/scope.js';

/** What a draw is compiled with, in a world where nothing else is defined. */
export function drawScope(key: string, services: Omit<EngineServices, 'now'> = {}): Scope {
  return { key, now: () => 0, segment: () => () => false, flag: () => () => undefined, ...services };
}
