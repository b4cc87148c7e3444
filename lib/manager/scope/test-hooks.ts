import type { Extensions } from '../../engine/extensions.js';
import type { Flag } from '../../engine/flag.js';
import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { EvaluationObserver } from '../reading/evaluation-observer.js';
import type { FlagReader } from '../reading/flag-reader.js';

/** The parts of a manager that helpers for tests read. */
export interface ComposedManager {
  readonly lifecycle: { readonly isRunning: boolean };
  readonly definitions: { getFlags(): ReadonlyMap<string, Flag> };
}

/** The functions that `nestjs-feature-flags/testing` adds to every manager that is created after it was imported. */
export interface TestHooks extends EvaluationObserver {
  /** Returns the flags that the current test forces. */
  forced(): ForcedFlags | undefined;
  /** Receives each manager when it is created. It must not keep the manager alive. */
  addManager(manager: ComposedManager, extensions: Extensions | undefined): void;
  /** Continues to handle an HTTP request, in the scope of the test that has sent it. */
  runRequest(request: object, work: () => void): void;
  /** Returns the flags of the current test, for objects that Nest did not create; `undefined` outside `withFlags`. */
  plainFlags(): FlagReader | undefined;
}

/**
 * Where the hooks are. It is the only state of the package that is process-wide, and it is empty unless the entry point
 * for tests is loaded. The symbol is global, because a process may load the package both as ES modules and as CommonJS.
 */
const HOOKS = Symbol.for('nestjs-feature-flags/test-hooks');

/** Returns the hooks; `undefined` unless `nestjs-feature-flags/testing` is loaded. */
export function testHooks(): TestHooks | undefined {
  return (globalThis as { [HOOKS]?: TestHooks })[HOOKS];
}

/** Installs hooks, and returns them; if there are any already, returns those. */
export function installTestHooks<Hooks extends TestHooks>(create: () => Hooks): Hooks {
  const holder = globalThis as { [HOOKS]?: Hooks };
  return (holder[HOOKS] ??= create());
}
