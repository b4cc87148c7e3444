import {
  createParamDecorator,
  Inject,
  Injectable,
  Optional,
  type ExecutionContext,
  type OnModuleInit,
  type PipeTransform,
} from '@nestjs/common';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagContext } from '../../engine/flag-context.js';
import { assertFlagKey } from '../../engine/flag-key.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';
import { isPromise } from '../../internal/is-promise.js';
import { FlagGate } from '../gates/flag-gate.js';
import { markFlagParameter } from '../gates/flag-references.js';
import { usableGate } from '../gates/usable-gate.js';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { methodFlags } from './method-flags.js';

/** Computes the value of a parameter. */
type Answer = (flags: FlagReader, context: FlagContext) => unknown;

/**
 * The value of a parameter before it is resolved: created where the call is known, and resolved by the pipe, where the
 * flags are known. Its fields are private, so that global pipes in between cannot change it.
 */
class UnresolvedFlagValue {
  readonly #answer: Answer;
  readonly #execution: ExecutionContext;

  constructor(answer: Answer, execution: ExecutionContext) {
    this.#answer = answer;
    this.#execution = execution;
  }

  resolve(gate: FlagGate): unknown {
    const context = gate.contextOf(this.#execution, 'parameter');
    if (!isPromise(context)) return this.#answer(gate.flags, context);
    return context.then((resolved) => this.#answer(gate.flags, resolved));
  }
}

/** The place of all parameters in messages: Nest shares one pipe among those of a module. */
const PLACE = 'A flag parameter';

@Injectable()
class FlagParameterPipe implements PipeTransform, OnModuleInit {
  constructor(@Optional() @Inject(FlagGate) private readonly injected: unknown) {}

  onModuleInit(): void {
    usableGate(this.injected, PLACE);
  }

  transform(value: unknown): unknown {
    if (value instanceof UnresolvedFlagValue) return value.resolve(usableGate(this.injected, PLACE));
    throw new InvalidOptionsError(
      'A global pipe has replaced the value of a flag parameter: return values of type "custom" unchanged.',
    );
  }
}

const FlagParameter = createParamDecorator(
  (answer: Answer, execution: ExecutionContext) => new UnresolvedFlagValue(answer, execution),
);

/**
 * Creates a parameter decorator whose value is computed from the flags of the application that handles the call.
 *
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is given that is not valid
 */
export function flagParameter(answer: Answer, ...keys: readonly [] | readonly [key: string]): ParameterDecorator {
  if (keys.length > 0) assertFlagKey(keys[0]);
  const [key] = keys;
  const decorate = FlagParameter(answer, FlagParameterPipe);
  return (target, method, index) => {
    assertInstanceMethod(target, method);
    decorate(target, method, index);
    markFlagParameter(target, method);
    if (key !== undefined) methodFlags.add({ prototype: target, name: method }, key);
  };
}

function assertInstanceMethod(target: object, method: string | symbol | undefined): asserts method is string | symbol {
  if (method !== undefined && typeof target !== 'function') return;
  const owner = typeof target === 'function' ? target.name : target.constructor.name;
  throw new InvalidGateError(
    method === undefined
      ? `A flag parameter is on the constructor of ${owner}, where Nest never fills it: inject FlagManager instead.`
      : `A flag parameter is on the static method ${owner}.${String(method)}, which Nest never calls: ` +
          'use it on a route, message handler or resolver.',
  );
}
