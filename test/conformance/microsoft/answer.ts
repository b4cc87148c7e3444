import type { FlagEvaluation } from '../../../lib/index.js';
import type { SampleCase } from './samples.js';

/** The counterpart of an exception: an unreadable definition is refused when it is loaded. */
export const REFUSED = 'refused';

interface Answer {
  readonly enabled: boolean;
  /** A case may leave out the name. */
  readonly variant: { readonly Name?: string | undefined; readonly ConfigurationValue?: unknown } | null;
}

export function expectedOf({ IsEnabled, Variant }: SampleCase): Answer | typeof REFUSED {
  if ('Exception' in IsEnabled || 'Exception' in Variant) return REFUSED;
  return { enabled: IsEnabled.Result === 'true', variant: Variant.Result };
}

/** An evaluation as a case would say it. */
export function answerOf(evaluation: FlagEvaluation, expected: Answer | typeof REFUSED): Answer {
  const { enabled, variant: name, value } = evaluation;
  if (name === undefined) return { enabled, variant: null };
  const asksForName = expected !== REFUSED && expected.variant?.Name !== undefined;
  return { enabled, variant: { ...(asksForName ? { Name: name } : {}), ConfigurationValue: value } };
}
