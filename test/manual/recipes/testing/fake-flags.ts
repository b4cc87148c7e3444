import { FlagReader, type FlagEvaluation } from 'nestjs-feature-flags';

/** Flags of a unit test: those that are listed are on. */
export class FakeFlags extends FlagReader {
  constructor(private readonly on: readonly string[]) {
    super();
  }

  evaluate(key: string): FlagEvaluation {
    const enabled = this.on.includes(key);
    return { key, enabled, variant: undefined, value: enabled, reason: enabled ? 'enabled' : 'disabled' };
  }
}
