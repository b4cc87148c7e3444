import { pathOfSection, type ManualSection } from '../internal/manual-page.js';

/** The kinds of problems, each with what an operator can do, and the section of the manual that explains it. */
export const HEALTH_PROBLEMS = {
  pending: {
    remedy: 'It has not answered yet. If this lasts, check that it can be reached; its flags return their defaults.',
    section: 'guide/health.md#problems',
  },
  stale: {
    remedy: 'Check that it can be reached; the log names the cause. Its last known definitions stay in force.',
    section: 'guide/health.md#problems',
  },
  failed: {
    remedy: 'Check that it can be reached; the log names the cause. Its flags return their defaults.',
    section: 'guide/health.md#problems',
  },
  changes_rejected: {
    remedy:
      'Check its disk, memory and permissions; the log names the cause. Flags are not affected, but cannot be changed.',
    section: 'reference/log-messages.md#store-unavailable',
  },
  changes_not_announced: {
    remedy: 'Let it announce changes, as the log describes. Until then, changes of other instances apply with a delay.',
    section: 'reference/log-messages.md#changes-not-announced',
  },
  external_unavailable: {
    remedy: 'Check that it can be reached; the log names the cause. Gates on its flags stay closed.',
    section: 'guide/health.md#problems',
  },
  data_loss: {
    remedy: 'Write the lost data back with restoreStore(), or accept the current content with acceptStore().',
    section: 'reference/log-messages.md#store-data-loss',
  },
  unreadable_definitions: {
    remedy: 'Fix the definitions that the log lists. Their last valid versions stay in force.',
    section: 'guide/health.md#problems',
  },
  inconsistent_definitions: {
    remedy: 'Fix the references between definitions that the log lists. Their last consistent versions stay in force.',
    section: 'reference/log-messages.md#inconsistent-definitions',
  },
  audit_log_damaged: {
    remedy: 'Check the whole log with verifyAuditLog(), and restore it from a backup. Flags are not affected.',
    section: 'reference/log-messages.md#audit-log-damaged',
  },
  audit_log_incomplete: {
    remedy: 'Check the store: the last changes of a provider are not recorded yet. They are in force.',
    section: 'reference/log-messages.md#changes-not-recorded',
  },
} as const satisfies Record<string, { readonly remedy: string; readonly section: ManualSection }>;

/** The kind of a problem; the manual explains each kind. */
export type FlagHealthProblemKind = keyof typeof HEALTH_PROBLEMS;

/** A reason why flags are not fully healthy. It contains no keys, values, users, hosts or secrets. */
export interface FlagHealthProblem {
  /** The kind of the problem. */
  readonly problem: FlagHealthProblemKind;
  /** The name of the provider or the store; absent if the problem is not that of a single one. */
  readonly source?: string | undefined;
  /** The ISO 8601 instant at which the problem began, if it is known. */
  readonly since?: string | undefined;
  /** The codes of the last error and its causes, such as `STORE_UNAVAILABLE` and `ECONNREFUSED`. */
  readonly errorCodes?: readonly string[] | undefined;
  /** The number of definitions that are affected, if the problem is theirs. */
  readonly definitions?: number | undefined;
  /** Tells an operator what to do. */
  readonly remedy: string;
  /** The section of the manual that explains it, as a path from `node_modules`. */
  readonly see: string;
}

type Facts = Omit<FlagHealthProblem, 'problem' | 'remedy' | 'see'>;

export function healthProblem(problem: FlagHealthProblemKind, facts: Facts = {}): FlagHealthProblem {
  const { remedy, section } = HEALTH_PROBLEMS[problem];
  return { problem, ...facts, remedy, see: pathOfSection(section) };
}
