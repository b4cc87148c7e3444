import { FlagReader } from '../../manager/reading/flag-reader.js';
import { testHooks } from '../../manager/scope/test-hooks.js';
import { GateNotInjectedError } from './gate-not-injected.error.js';
import { FlagGate } from './flag-gate.js';
import { StandInGate } from './stand-in-gate.js';

const standIns = new WeakMap<object, StandInGate>();

/**
 * Returns the gate of the application. In a test without an application, it returns a gate with the flags of
 * `withFlags`, or of the stand-in for the manager that was injected in place of the gate.
 *
 * @param injected what Nest has injected, if anything
 * @param place the gate, or the class and method, for the message
 * @throws {GateNotInjectedError} (`NOT_RUNNING`) when there are no flags
 */
export function usableGate(injected: unknown, place: string): FlagGate {
  if (injected instanceof FlagGate) return injected;
  if (isReader(injected)) return standInFor(injected);
  if (injected !== undefined && injected !== null) throw new GateNotInjectedError(place, 'mock');
  const flags = testHooks()?.plainFlags();
  if (flags === undefined) throw new GateNotInjectedError(place);
  return standInFor(flags);
}

function standInFor(flags: FlagReader): StandInGate {
  let gate = standIns.get(flags);
  if (gate === undefined) standIns.set(flags, (gate = new StandInGate(flags)));
  return gate;
}

/** Whether a value can evaluate flags: the manager, a reader, or a stand-in with one of their methods. */
function isReader(value: unknown): value is FlagReader {
  if (value instanceof FlagReader) return true;
  if (typeof value !== 'object' || value === null) return false;
  return ['isEnabled', 'evaluate'].some(
    (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
  );
}
