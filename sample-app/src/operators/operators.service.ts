import { Injectable } from '@nestjs/common';
import {
  FlagManager,
  RequestUserResolver,
  type Explanation,
  type Flag,
  type FlagEvaluation,
  type FlagOverride,
} from 'nestjs-feature-flags';
import type { Customer } from '../demo-authentication/customer.js';
import type { OverrideBody } from './override-body.pipe.js';

/** A flag as an operator sees it. */
export interface OperatorFlag {
  readonly key: string;
  /** `null` if the flag is not defined and has only an override. */
  readonly definition: Flag | null;
  readonly override: FlagOverride | null;
}

@Injectable()
export class OperatorsService {
  readonly #resolver = new RequestUserResolver();

  constructor(private readonly flags: FlagManager) {}

  list(): readonly OperatorFlag[] {
    const keys = new Set([...this.flags.getFlags().keys(), ...this.flags.getOverrides().map(({ key }) => key)]);
    return [...keys].map((key) => ({
      key,
      definition: this.flags.getFlags().get(key) ?? null,
      override: this.flags.getOverride(key) ?? null,
    }));
  }

  knows(key: string): boolean {
    return this.flags.getFlags().has(key) || this.flags.getOverride(key) !== undefined;
  }

  /** Evaluates the flag for this customer, independently of the operator's own request. */
  evaluate(key: string, customer: Customer | undefined): FlagEvaluation {
    return this.flags.evaluate(key, this.#resolver.resolve({ user: customer }));
  }

  /** Explains the evaluation, now or at another time. */
  explain(key: string, customer: Customer | undefined, at: Date | undefined): Explanation {
    return this.flags.explain(key, this.#resolver.resolve({ user: customer }), { at });
  }

  async override(
    key: string,
    { value, reason, expiresAt }: OverrideBody,
    actor: string,
  ): Promise<FlagOverride | undefined> {
    const end = expiresAt === undefined ? {} : { expiresAt };
    await this.flags.setOverride(key, value, { actor, reason, ...end, origin: 'operators' });
    return this.flags.getOverride(key);
  }

  clear(key: string, actor: string): Promise<boolean> {
    return this.flags.clearOverride(key, { actor, origin: 'operators' });
  }
}
