import {
  Inject,
  Injectable,
  mixin,
  Optional,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { isPromise } from '../../internal/is-promise.js';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { FlagGate } from './flag-gate.js';
import { addFlagReferences, gateName } from './flag-references.js';
import { flagsOf, type FlagRequirement } from './flag-requirement.js';
import { readRequirement } from './read-requirement.js';
import { INJECTED_GATE } from './injected-gate-key.js';
import { SharedGates } from './shared-gates.js';
import { UncalledGate } from './uncalled-gate.js';
import { usableGate } from './usable-gate.js';

/**
 * A guard that evaluates flags; {@link FlagGuard} creates one for a fixed requirement. Extend it for a requirement that
 * depends on the call, or to override another step.
 *
 * @example
 * class TierGuard extends AbstractFlagGuard {
 *   protected override requirement(context: ExecutionContext) {
 *     return `tier:${context.getHandler().name}`;
 *   }
 * }
 */
@Injectable()
export abstract class AbstractFlagGuard implements CanActivate, OnModuleInit {
  /** @internal What Nest has injected, if anything. */
  @Optional()
  @Inject(FlagGate)
  [INJECTED_GATE]?: unknown;

  /**
   * The gate that resolves contexts and evaluates requirements; injected by Nest.
   *
   * @throws {GateNotInjectedError} (`NOT_RUNNING`) when there are no flags
   */
  protected get gate(): FlagGate {
    const injected = this[INJECTED_GATE];
    if (injected instanceof FlagGate) return injected; // without the name, which takes time
    return usableGate(injected, gateName(this.constructor, FlagGuard.name));
  }
  protected set gate(injected: FlagGate) {
    this[INJECTED_GATE] = injected;
  }

  /** Fails the start of an application without flags; called by Nest. */
  onModuleInit(): void {
    void this.gate;
  }

  /** Returns the requirement for a call. Without an override, no call passes, and the application does not start. */
  protected requirement(_context: ExecutionContext): FlagRequirement {
    throw new InvalidGateError(`${this.constructor.name} has no requirement: override "requirement".`);
  }

  /** Lets a call pass if it meets the requirement, and rejects it otherwise; called by Nest. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const holds = this.holds(context);
    return isPromise(holds) ? this.#activateLater(holds, context) : isOpen(holds) || this.#denied(context);
  }

  /** Waits for an asynchronous result; this is a separate method so that a synchronous gate creates no closure. */
  async #activateLater(holds: Promise<boolean>, context: ExecutionContext): Promise<boolean> {
    return isOpen(await holds) || this.#denied(context);
  }

  /**
   * Keeps the gate closed even if an overridden `deny` returns, such as the response that it has sent, instead of
   * throwing.
   */
  #denied(context: ExecutionContext): false | Promise<false> {
    const denied: unknown = this.deny(context);
    return isPromise(denied) ? Promise.resolve(denied).then(() => false as const) : false;
  }

  /** Whether a call meets the requirement. */
  protected holds(context: ExecutionContext): boolean | Promise<boolean> {
    return this.gate.holds(this.requirement(context), context);
  }

  /** Rejects the call. If an override returns instead of throwing, Nest answers with a 403. */
  protected deny(context: ExecutionContext): never | Promise<never> {
    const error = this.gate.disabled(this.requirement(context), context);
    if (!isPromise(error)) throw error;
    return error.then((reason) => {
      throw reason;
    });
  }

  /** Whether a guard class has a requirement. */
  static hasRequirement(prototype: AbstractFlagGuard): boolean {
    return prototype.requirement !== AbstractFlagGuard.prototype.requirement;
  }
}

/** Whether a result opens the gate. An overridden `holds` may return any value; only `true` opens it. */
function isOpen(holds: unknown): boolean {
  return holds === true;
}

/**
 * Creates a guard that lets a call pass if the user of the request meets all requirements; otherwise the caller gets
 * the disabled response, by default a 404. Use it on routes, controllers, resolvers, gateways and message handlers, or
 * as `APP_GUARD`. If both a class and its method have one, both must pass.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) or {@link InvalidFlagKeyError} when a requirement is malformed
 * @example
 * @UseGuards(FlagGuard('premium_tier'))
 * @UseGuards(FlagGuard({ any: ['beta', { flag: 'checkout_theme', variant: 'modern' }] }, { not: 'freeze' }))
 */
export function FlagGuard(...requirements: readonly [FlagRequirement, ...FlagRequirement[]]): Type<AbstractFlagGuard> {
  if (new.target !== undefined) return new UncalledGate(FlagGuard.name) as never; // to Nest, this is a constructor
  const given: unknown = requirements.length <= 1 ? requirements[0] : { all: [...requirements] };
  const requirement = readRequirement(given, 'The requirement of FlagGuard');

  return guards.get(requirement, () => guardFor(requirement));
}

const guards = new SharedGates<AbstractFlagGuard>();

function guardFor(requirement: FlagRequirement): Type<AbstractFlagGuard> {
  @Injectable()
  class MixinFlagGuard extends AbstractFlagGuard {
    protected override requirement(): FlagRequirement {
      return requirement;
    }
  }
  addFlagReferences(MixinFlagGuard, flagsOf(requirement));
  return mixin(MixinFlagGuard);
}
