import { InvalidGateError } from '../gate-checks/gate.errors.js';
import type { DecoratedMethod } from './decorated-method.js';
import { MethodRecords } from './method-records.js';

/** The decorators that give a method a context of its own. */
export const methodContexts = new MethodRecords<string>('contexts of a method');

/**
 * Checks that a gate is evaluated for the context of its method.
 *
 * @throws {InvalidGateError} (`INVALID_GATE`) when a decorator in between keeps the gate outside that context
 */
export function assertSeesContext(method: DecoratedMethod, decorator: string): void {
  const [context] = methodContexts.ownOf(method.prototype, method.name);
  if (context === undefined || method.isEnclosed) return;
  throw new InvalidGateError(
    `${decorator} on ${method.place} would not be evaluated for the context of ${context}, because another decorator ` +
      `between them replaces the method: put ${context} above ${decorator}.`,
  );
}
