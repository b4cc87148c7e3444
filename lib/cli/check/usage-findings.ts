import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { DefinedFlag } from './defined-flag.js';
import type { UsageFile } from './usage-file.js';

/** Kinds of flags that are meant to give the same answer for most of the time. */
const CONSTANT_BY_DESIGN: ReadonlySet<string | undefined> = new Set(['ops', 'permission']);

/**
 * Reports flags that were never evaluated, or that always gave the same answer, which is then what the code may as well
 * do without a flag. A few evaluations prove nothing.
 */
export function usageFindings(
  defined: Iterable<DefinedFlag>,
  { since, until, flags }: UsageFile,
  minEvaluations: number,
): Finding[] {
  const usages = new Map(flags.map((each) => [each.key, each]));
  const period = `between ${since} and ${until}`;
  return [...defined].flatMap(({ key, place, flag }): Finding[] => {
    const answers = (usages.get(key)?.answers ?? []).filter(({ count }) => count > 0);
    const [first, ...others] = answers;
    const name = `The flag ${quoted(key, 128)}`;
    if (first === undefined) {
      if (usages.get(key)?.lastEvaluatedAt !== undefined) return [];
      return [{ rule: 'unevaluated-flag', message: `${name} was not evaluated ${period}.`, place, flag: key }];
    }
    if (others.length > 0 || first.count < minEvaluations || CONSTANT_BY_DESIGN.has(flag?.kind)) return [];
    const state = first.enabled ? 'on' : 'off';
    const answer = first.variant === undefined ? state : `${state}, with the variant ${quoted(first.variant, 256)},`;
    const message =
      `${name} was ${answer} in all ${first.count} evaluations ${period}. If its rollout is over, remove it from the ` +
      'code and delete its definition.';
    return [{ rule: 'constant-flag', message, place, flag: key }];
  });
}
