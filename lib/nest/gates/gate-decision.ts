import type { FlagContext } from '../../engine/flag-context.js';
import { EvaluationReason, type FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';

/** The part of a reader that gates use. */
export type GateReader = Pick<FlagReader, 'decision'> & Partial<Pick<FlagReader, 'isEnabled' | 'getVariant'>>;

/**
 * Returns the evaluation that decides a gate; see {@link FlagReader.decision}. If a test has replaced a method of the
 * manager, as `spyOn(flags, 'isEnabled')` does, its answers count.
 */
export function gateDecision(flags: GateReader, key: string, context?: FlagContext): FlagEvaluation | undefined {
  const decision = flags.decision(key, context);
  return Object.hasOwn(flags, 'isEnabled') || Object.hasOwn(flags, 'getVariant')
    ? replacedDecision(flags, decision, key, context)
    : decision;
}

function replacedDecision(
  flags: GateReader,
  decision: FlagEvaluation | undefined,
  key: string,
  context: FlagContext | undefined,
): FlagEvaluation | undefined {
  const { isEnabled, getVariant } = prototypeOf(flags);
  const enabled = flags.isEnabled?.(key, context);
  const variant = flags.getVariant?.(key, undefined, context);
  const isOriginal =
    enabled === isEnabled?.call(flags, key, context) && variant === getVariant?.call(flags, key, undefined, context);
  if (isOriginal || typeof enabled !== 'boolean') return decision; // the replaced method has called the original
  return { key, enabled, variant, value: variant ?? enabled, reason: EvaluationReason.Override };
}

function prototypeOf(flags: GateReader): GateReader {
  return Object.getPrototypeOf(flags) as GateReader;
}
