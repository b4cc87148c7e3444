import { FeatureFlagsError, FlagErrorCode } from '../../internal/feature-flags.error.js';
import { listLines } from '../../internal/list-lines.js';

/** A gate or flag parameter that Nest never calls. */
export interface NeverCalledGate {
  /** The gate as it is written in code, such as `FlagGuard("premium_tier")`. */
  readonly gate: string;
  /** The class, or class and method, that the gate is on, such as `ProductResolver.margin`. */
  readonly place: string;
  /** Why Nest never calls it, and what to do. */
  readonly remedy: string;
}

/** Nest would never call some gates, so every call would pass. The message lists all of them. */
export class GateNeverCalledError extends FeatureFlagsError<typeof FlagErrorCode.GateNeverCalled> {
  constructor(
    /** All gates that Nest never calls. */
    readonly gates: readonly NeverCalledGate[],
  ) {
    const lines = gates.map(({ gate, place, remedy }) => `${gate} on ${place}: ${remedy}`);
    super(FlagErrorCode.GateNeverCalled, `Nest never calls these gates, so every call would pass:${listLines(lines)}`);
  }
}

/**
 * A gate is written in a way that cannot work, such as `@UseGuards(FlagGuard)` instead of
 * `@UseGuards(FlagGuard('key'))`.
 */
export class InvalidGateError extends FeatureFlagsError<typeof FlagErrorCode.InvalidGate> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.InvalidGate, message, options);
  }
}
