import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import { jsonEqual } from '../../engine/json/json-equal.js';
import type { FlagManager } from '../../manager/flag-manager.js';

/** The differences between the answers of one flag of two files. */
export interface FlagDifference {
  readonly key: string;
  /** `undefined` if the file does not define the flag. */
  readonly before: AnswerShares | undefined;
  readonly after: AnswerShares | undefined;
  /** The number of users whose answer differs. */
  readonly changed: number;
  /** The first of these users, as many as are shown. */
  readonly examples: readonly ChangedUser[];
}

/** The number of users for whom a flag is on, and who are served each variant. */
export interface AnswerShares {
  readonly on: number;
  readonly variants: Readonly<Record<string, number>>;
}

export interface ChangedUser {
  /** The id of the user or session, or the position among the contexts, counted from 1. */
  readonly user: string;
  readonly before: string;
  readonly after: string;
}

export interface ComparedFiles {
  readonly before: FlagManager;
  readonly after: FlagManager;
}

/** Compares the answers of a flag for all contexts. */
export function compareAnswers(
  key: string,
  { before, after }: ComparedFiles,
  contexts: readonly FlagContext[],
  maxExamples: number,
): FlagDifference {
  const [had, has] = [before, after].map((flags) => (flags.getFlags().has(key) ? new Shares() : undefined));
  const examples: ChangedUser[] = [];
  let changed = 0;
  for (const [index, context] of contexts.entries()) {
    const old = before.evaluate(key, context);
    const now = after.evaluate(key, context);
    had?.add(old);
    has?.add(now);
    if (isSameAnswer(old, now)) continue;
    changed++;
    const user = context.userId ?? context.sessionId ?? `#${index + 1}`;
    if (examples.length < maxExamples) examples.push({ user, before: shown(old), after: shown(now) });
  }
  return { key, before: had?.counts, after: has?.counts, changed, examples };
}

function isSameAnswer(a: FlagEvaluation, b: FlagEvaluation): boolean {
  return a.enabled === b.enabled && a.variant === b.variant && jsonEqual(valueOf(a), valueOf(b));
}

/** The value that callers get; a flag that is not defined has none. */
function valueOf({ value, enabled }: FlagEvaluation): JsonValue {
  return value ?? enabled;
}

function shown({ enabled, variant }: FlagEvaluation): string {
  return variant ?? (enabled ? 'on' : 'off');
}

class Shares {
  #on = 0;
  readonly #variants = new Map<string, number>();

  add({ enabled, variant }: FlagEvaluation): void {
    if (enabled) this.#on++;
    if (variant !== undefined) this.#variants.set(variant, (this.#variants.get(variant) ?? 0) + 1);
  }

  get counts(): AnswerShares {
    return { on: this.#on, variants: Object.fromEntries([...this.#variants].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
  }
}
