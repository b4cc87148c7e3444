import { compileFlag } from '../../../lib/engine/compile/compile-flag.js';
import type { CompiledFlag } from '../../../lib/engine/compile/compiled-flag.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import type { Evaluator } from '../../../lib/engine/compile/scope.js';
import { scopeOf } from './scopes.js';

/** The evaluator of one definition, with a stopped clock. */
export function compiled(key: string, definition: unknown, now = 0): Evaluator {
  const extensions = { strategies: { everybody: () => () => true } };
  return evaluatorOf(compileFlag(parseFlag(key, definition), scopeOf(key, { now: () => now, extensions })));
}

/** What a compiled flag answers, as a function. */
export function evaluatorOf<T>(flag: CompiledFlag<T>): (context: FlagContext) => T {
  return (context) => flag.evaluate(context);
}

/** A context that breaks the type, as plain JavaScript and unchecked input do. */
export function untyped(context: unknown): FlagContext {
  return context as FlagContext;
}
