import type { CanActivate, NestInterceptor } from '@nestjs/common';
import { InvalidGateError } from '../gate-checks/gate.errors.js';

/**
 * The result of `new FlagGuard()`, which Nest calls for `@UseGuards(FlagGuard)`, taking the function for a class. It
 * rejects every call, and the check at boot reports its place.
 */
export class UncalledGate implements CanActivate, NestInterceptor {
  /** @param factory the name of the function that must be called */
  constructor(readonly factory: string) {}

  get remedy(): string {
    return `${this.factory} must be called: write ${this.factory}('my_flag')`;
  }

  canActivate(): never {
    throw new InvalidGateError(`${this.remedy}.`);
  }

  intercept(): never {
    throw new InvalidGateError(`${this.remedy}.`);
  }
}
