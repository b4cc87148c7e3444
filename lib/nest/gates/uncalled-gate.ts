import type { CanActivate, NestInterceptor } from '@nestjs/common';
import { InvalidGateError } from '../gate-checks/gate.errors.js';

/**
 * What `new FlagGuard()` gives, as when Nest finds `@UseGuards(FlagGuard)` without a call and takes the function for a
 * class. It lets nothing pass, and the check at boot names its place.
 */
export class UncalledGate implements CanActivate, NestInterceptor {
  /** @param factory the name of the function that is to be called */
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
