import { quoted } from '../../internal/shown-text.js';

/**
 * The reason why there is no answer of the external provider for a flag: this module defines the flag, or may define it;
 * the provider does not define it, or has failed; the context was not prepared; or the key is not among those to ask
 * for.
 */
export type NoExternalAnswer = 'defined_here' | 'not_found' | 'failed' | 'unprepared' | 'unnamed';

interface Meaning {
  /** Whether the provider may define the flag, so that gates stay closed. */
  readonly mayBeDefined: boolean;
  /** Describes what to do, for the log; `undefined` if nothing is logged at an evaluation. */
  readonly advice?: (provider: string) => string;
}

const MEANINGS = {
  defined_here: { mayBeDefined: false },
  not_found: { mayBeDefined: false },
  failed: { mayBeDefined: true },
  unprepared: {
    mayBeDefined: true,
    advice: (provider) =>
      `was evaluated for a context that was not prepared, so ${provider} was not asked and its default is returned: ` +
      'call "await flags.prepare(context)" first.',
  },
  unnamed: {
    mayBeDefined: true,
    advice: (provider) =>
      `is not defined, and no gate, decorator or handle names it, so ${provider} was not asked and its default is ` +
      'returned: add it to the "keys" of the external provider.',
  },
} satisfies Record<NoExternalAnswer, Meaning>;

/** Whether the provider may define a flag for which there is no answer. */
export function mayBeDefined(why: NoExternalAnswer): boolean {
  return MEANINGS[why].mayBeDefined;
}

/** The line to log about an evaluation without an answer; `undefined` if nothing is logged. */
export function adviceFor(why: NoExternalAnswer, provider: string): string | undefined {
  const meaning: Meaning = MEANINGS[why];
  return meaning.advice?.(quoted(provider));
}
