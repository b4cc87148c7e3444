import type { ExecutionContext } from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { kindOf } from '../../internal/options/kind-of.js';
import type { CallPhase } from './call-phase.js';

const PHASES = { guard: true, interceptor: true, parameter: true } satisfies Record<CallPhase, true>;

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it is an `ExecutionContext` */
export function assertExecution(given: unknown, place: string): asserts given is ExecutionContext {
  if (!isExecution(given))
    refuse(given, place, 'must be the ExecutionContext that Nest passes to guards and interceptors');
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it is a {@link CallPhase} */
export function assertPhase(given: unknown, place: string): asserts given is CallPhase {
  if (given === 'guard') return; // most calls; faster than the table
  if (typeof given === 'string' && Object.hasOwn(PHASES, given)) return;
  refuse(given, place, `must be "${Object.keys(PHASES).join('", "')}"`);
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it is an object */
export function assertRequest(given: unknown, place: string): void {
  if (typeof given !== 'object' || given === null) refuse(given, place, 'must be the request, an object');
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) unless it is a function */
export function assertCallback(given: unknown, place: string): void {
  if (typeof given !== 'function') refuse(given, place, 'must be a function');
}

function isExecution(given: unknown): given is ExecutionContext {
  if (typeof given !== 'object' || given === null) return false;
  const { getType, getArgs, getArgByIndex } = given as Partial<ExecutionContext>;
  return typeof getType === 'function' && typeof getArgs === 'function' && typeof getArgByIndex === 'function';
}

function refuse(given: unknown, place: string, rule: string): never {
  throw new InvalidOptionsError(`${place} ${rule}; given: ${kindOf(given)}.`);
}
