import { InvalidGateError } from '../gate-checks/gate.errors.js';
import type { FlagRequirement } from '../gates/flag-requirement.js';
import type { DecoratedMethod } from './decorated-method.js';
import { MethodRecords } from './method-records.js';

/** A requirement that `@FeatureFlag` adds to a method. */
export interface MethodGate {
  readonly requirement: FlagRequirement;
  /** Whether a closed gate throws, because it has no fallback and does not skip the call. */
  readonly denies: boolean;
  /** Whether it is evaluated for a context from the arguments of the call, not for the user of the request. */
  readonly hasContext: boolean;
}

export const methodGates = new MethodRecords<MethodGate>('gates of a method');

/**
 * Checks that a decorator that runs other methods in place of the decorated one skips no gate.
 *
 * @throws {InvalidGateError} (`INVALID_GATE`) when the method has a gate below the decorator
 */
export function assertSkipsNoGate({ prototype, name, place }: DecoratedMethod, decorator: string): void {
  if (methodGates.ownOf(prototype, name).length === 0) return;
  throw new InvalidGateError(
    `The gate on ${place} is below ${decorator}, which would skip it whenever it runs another method: put ` +
      `@FeatureFlag and @RequireFlag above ${decorator}.`,
  );
}
