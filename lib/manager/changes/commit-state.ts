import type { AuditEntry } from '../../store/audit-entry.js';
import type { Change } from './change.js';

interface CommitStates {
  /** Another attempt begins, unless the time is over. */
  attempt: unknown;
  /** What others have added to the log is read. */
  catch_up: unknown;
  /** What is known by now decides whether the change can still be made. */
  check: unknown;
  /** The change is planned on what is in force. */
  plan: unknown;
  /** The store is asked to add the planned entries to the log. */
  send: { readonly change: Change };
  /** The change is in the log, or there was nothing to do. What fails is thrown instead. */
  done: { readonly entries: readonly AuditEntry[] };
}

type ActiveName = Exclude<keyof CommitStates, 'done'>;

/** Where a commit stands. */
export type CommitState<Name extends keyof CommitStates = keyof CommitStates> = {
  readonly [N in Name]: { readonly name: N } & CommitStates[N];
}[Name];

/** What is done in each state, and leads to the next one. */
export type CommitSteps = {
  readonly [Name in ActiveName]: (state: CommitState<Name>) => CommitState | Promise<CommitState>;
};

/** Does what belongs to a state. */
export function takeStep<Name extends ActiveName>(
  steps: CommitSteps,
  state: CommitState<Name>,
): CommitState | Promise<CommitState> {
  return steps[state.name](state);
}
