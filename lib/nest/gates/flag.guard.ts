import { Inject, Injectable, mixin, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import { isPromise } from '../../internal/is-promise.js';
import { FlagGate } from './flag-gate.js';
import { addFlagReferences } from './flag-references.js';
import { flagsOf, type FlagRequirement } from './flag-requirement.js';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { readRequirement } from './read-requirement.js';

/** What every {@link FlagGuard} is. Extend it to gate by a requirement of your own making; each step can be overridden. */
@Injectable()
export abstract class AbstractFlagGuard implements CanActivate {
  @Inject(FlagGate)
  protected readonly gate!: FlagGate;

  /** What must hold for this call. */
  protected abstract requirement(context: ExecutionContext): FlagRequirement;

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const holds = this.holds(context);
    if (isPromise(holds)) return holds.then((open) => isOpen(open) || this.deny(context));
    return isOpen(holds) || this.deny(context);
  }

  /** Whether the gate is open for this call. */
  protected holds(context: ExecutionContext): boolean | Promise<boolean> {
    return this.gate.holds(this.requirement(context), context);
  }

  /** Turns the call away. */
  protected deny(context: ExecutionContext): never | Promise<never> {
    const error = this.gate.disabled(this.requirement(context), context);
    if (!isPromise(error)) throw error;
    return error.then((reason) => {
      throw reason;
    });
  }
}

/** An overridden `holds` may return anything: only `true` opens. */
function isOpen(holds: unknown): boolean {
  return holds === true;
}

/** A guard with one requirement for all calls: what {@link FlagGuard} makes. Each step can be overridden. */
@Injectable()
export abstract class FixedFlagGuard extends AbstractFlagGuard {
  declare protected readonly required: FlagRequirement;

  protected override requirement(_context: ExecutionContext): FlagRequirement {
    return this.required;
  }
}

/**
 * A guard that lets a call pass when all requirements hold for the request's user; otherwise the caller gets the
 * disabled response, by default a 404. For routes, controllers, resolvers, gateways, message handlers and as
 * `APP_GUARD`; on a class and a method both hold.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) or {@link InvalidFlagKeyError} where a requirement is malformed
 * @example
 * @UseGuards(FlagGuard('premium_tier'))
 * @UseGuards(FlagGuard({ any: ['beta', { flag: 'checkout_theme', variant: 'modern' }] }, { not: 'freeze' }))
 */
export function FlagGuard(...requirements: readonly [FlagRequirement, ...FlagRequirement[]]): Type<FixedFlagGuard> {
  if (new.target !== undefined) return UncalledFlagGuard; // Nest takes it for a class: @UseGuards(FlagGuard)
  const given: unknown = requirements.length <= 1 ? requirements[0] : { all: [...requirements] };
  const requirement = readRequirement(given, 'The requirement of FlagGuard');

  @Injectable()
  class MixinFlagGuard extends FixedFlagGuard {}
  Object.defineProperty(MixinFlagGuard.prototype, 'required', { value: requirement });
  addFlagReferences(MixinFlagGuard, flagsOf(requirement));
  return mixin(MixinFlagGuard);
}

/** What Nest makes of a guard that was not called; the check at boot names its place. */
class UncalledFlagGuard extends FixedFlagGuard {
  static override readonly name = FlagGuard.name;

  static canActivate(): never {
    throw new InvalidGateError("FlagGuard must be called: write @UseGuards(FlagGuard('my_flag')).");
  }
}
