import { ANONYMOUS, isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import { deleteFirst } from '../../internal/delete-first.js';
import { AnswerSet } from './answer-set.js';

const MAX_SETS_OF_A_CALL = 16;

/**
 * The answers of an external provider, each only as long as its context or call. A call shares a set only among contexts
 * with the same data.
 */
export class AnswerSets {
  readonly #ofContexts = new WeakMap<FlagContext, AnswerSet>();
  readonly #ofCalls = new WeakMap<object, Map<string, AnswerSet>>();

  /** The answers of a context; they are for its current data only if that has the fingerprint of the set. */
  get(context: FlagContext): AnswerSet | undefined {
    return this.#ofContexts.get(context);
  }

  put(context: FlagContext, set: AnswerSet): void {
    if (!isShared(context)) this.#ofContexts.set(context, set);
  }

  /** Keeps the answers of a context for its copy as well. */
  copy(context: FlagContext, copy: FlagContext): void {
    const set = this.#ofContexts.get(context);
    if (set !== undefined) this.put(copy, set);
  }

  /** The set that all contexts of one call with the same data share. */
  ofCall(call: object, fingerprint: string): AnswerSet {
    let sets = this.#ofCalls.get(call);
    if (sets === undefined) this.#ofCalls.set(call, (sets = new Map<string, AnswerSet>()));
    const known = sets.get(fingerprint);
    if (known !== undefined) return known;
    const set = new AnswerSet(fingerprint);
    if (sets.size >= MAX_SETS_OF_A_CALL) deleteFirst(sets);
    sets.set(fingerprint, set);
    return set;
  }
}

/** Whether many calls use the same object as their context, so that answers must not be kept for it. */
export function isShared(context: FlagContext): boolean {
  return context === ANONYMOUS || isFailedContext(context);
}
