import { quoted } from '../../internal/shown-text.js';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import { staleFlags, type StaleFlag } from '../../store/usage/stale-flags.js';
import type { Finding } from '../output/finding.js';
import type { DefinedFlag } from './defined-flag.js';

/** Kinds of flags that are meant to give the same answer for most of the time. */
const CONSTANT_BY_DESIGN: ReadonlySet<string | undefined> = new Set(['ops', 'permission']);

export interface UsageOptions {
  readonly days: number;
  /** Whether something evaluates a flag without its being counted, such as another flag that requires it. */
  readonly isUncounted: (key: string) => boolean;
}

/**
 * Reports flags that were not evaluated, or always gave the same answer, which is then what the code may as well do
 * without a flag.
 */
export function usageFindings(
  defined: ReadonlyMap<string, DefinedFlag>,
  report: FlagUsageReport,
  { days, isUncounted }: UsageOptions,
): Finding[] {
  return staleFlags(report, { days }).flatMap((stale): Finding[] => {
    const { key, reason } = stale;
    const found = defined.get(key);
    if (found === undefined) return [];
    const { place, known } = found;
    if (reason === 'unused') {
      if (isUncounted(key) || known?.client === true) return [];
      return [{ rule: 'unevaluated-flag', message: unevaluated(stale, days), place, flag: key }];
    }
    if (CONSTANT_BY_DESIGN.has(known?.kind)) return [];
    return [{ rule: 'constant-flag', message: constant(stale, days), place, flag: key }];
  });
}

function unevaluated({ key, lastEvaluatedAt }: StaleFlag, days: number): string {
  const last = lastEvaluatedAt === undefined ? 'it never was before' : `the last time was ${lastEvaluatedAt}`;
  return `The flag ${quoted(key, 128)} was not evaluated in ${days} days; ${last}. If it is no longer needed, delete its definition.`;
}

function constant({ key, answer }: StaleFlag, days: number): string {
  const state = answer?.enabled === true ? 'on' : 'off';
  const variant = answer?.variant === undefined ? '' : `, with the variant ${quoted(answer.variant, 256)}`;
  return (
    `The flag ${quoted(key, 128)} gave the same answer in all evaluations of ${days} days: ${state}${variant}. If its ` +
    'rollout is over, remove it from the code and delete its definition.'
  );
}
