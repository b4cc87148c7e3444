import type { AuditEntry } from '../../store/audit-entry.js';
import type { Change } from './change.js';

interface CommitStates {
  /** A new attempt begins, unless the time limit has passed. */
  attempt: unknown;
  /** Entries that other instances have added to the log are read. */
  catch_up: unknown;
  /** The commit is done if the change was stored already, and fails if it can no longer be made. */
  check: unknown;
  /** The change is planned for the state in force. */
  plan: unknown;
  /** The planned entries are sent to the store. */
  send: { readonly change: Change };
  /** The change is in the log, or there was nothing to do. Failures are thrown instead. */
  done: { readonly entries: readonly AuditEntry[] };
}

type ActiveName = Exclude<keyof CommitStates, 'done'>;

/** The state of a commit. */
export type CommitState<Name extends keyof CommitStates = keyof CommitStates> = {
  readonly [N in Name]: { readonly name: N } & CommitStates[N];
}[Name];

/** The step of each state, which returns the next state. */
export type CommitSteps = {
  readonly [Name in ActiveName]: (state: CommitState<Name>) => CommitState | Promise<CommitState>;
};

/** Runs the step of a state. */
export function takeStep<Name extends ActiveName>(
  steps: CommitSteps,
  state: CommitState<Name>,
): CommitState | Promise<CommitState> {
  return steps[state.name](state);
}
