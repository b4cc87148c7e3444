import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { FlagManager } from '../../manager/flag-manager.js';
import { isManager } from '../../manager/manager-components.js';
import { FlagReader } from '../../manager/reading/flag-reader.js';

/** An object that a test provides instead of the manager, with some of its methods. */
type StandIn = Partial<Pick<FlagReader, 'evaluate' | 'isEnabled'>> & {
  getVariant?(key: string, defaultVariant: undefined, context?: FlagContext): unknown;
  getValue?(key: string, defaultValue: unknown, context?: FlagContext): unknown;
};

/**
 * Evaluates flags by the methods that a stand-in for the manager has, such as `{ isEnabled: () => true }`, so that gates
 * accept it.
 */
export class StandInReader extends FlagReader {
  readonly #flags: StandIn;

  constructor(flags: object) {
    super();
    this.#flags = flags;
  }

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the stand-in gives no answer, which keeps gates closed */
  override evaluate(key: string, context?: FlagContext): FlagEvaluation {
    const flags = this.#flags;
    const enabled: unknown = flags.isEnabled?.(key, context);
    const evaluation: unknown = flags.evaluate?.(key, context);
    if (typeof enabled !== 'boolean') {
      if (isEvaluation(evaluation)) return evaluation;
      throw new InvalidOptionsError(
        `The stand-in for FlagManager does not say whether "${key}" is on: let its "isEnabled" return true or false, ` +
          `or use stubFlags({ "${key}": true }) from "nestjs-feature-flags/testing" instead.`,
      );
    }
    const served: unknown = flags.getVariant?.(key, undefined, context);
    const variant = typeof served === 'string' ? served : undefined;
    const given = isEvaluation(evaluation) ? evaluation : { key, variant, value: variant ?? enabled };
    return { ...given, enabled, reason: EvaluationReason.Override };
  }

  override getValue(key: string, defaultValue: unknown, context?: FlagContext): never {
    const flags = this.#flags;
    const value: unknown =
      flags.getValue === undefined
        ? super.getValue<never>(key, defaultValue as never, context)
        : flags.getValue(key, defaultValue, context);
    return value as never; // as the stand-in answers
  }
}

/** Whether an object that is provided instead of the manager is a stand-in, with at least one of its methods. */
export function isStandIn(flags: object): boolean {
  return !(flags instanceof FlagReader) && !isManager(flags);
}

/** Closes a manager. A stand-in may not have this method. */
export async function closeManager(flags: FlagManager): Promise<void> {
  if (!isStandIn(flags) || 'close' in flags) await flags.close();
}

/** The reader that gates use: the manager or a reader itself, or an adapter for a stand-in. */
export function gateReaderOf(flags: FlagReader): FlagReader {
  return isStandIn(flags) ? new StandInReader(flags) : flags;
}

function isEvaluation(value: unknown): value is FlagEvaluation {
  return typeof value === 'object' && value !== null && 'enabled' in value && typeof value.enabled === 'boolean';
}
