import { FlagErrorCode } from '../internal/feature-flags.error.js';
import type { FlagManagerStatus } from '../manager/flag-manager.status.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import { healthProblem, type FlagHealthProblem, type FlagHealthProblemKind } from './health-problem.js';

/** Everything about a manager that an operator should repair, the problems of sources first. */
export function healthProblems(status: FlagManagerStatus): FlagHealthProblem[] {
  const { providers, externalFlags, inconsistencies, auditLog } = status;
  const problems = providers.flatMap(sourceProblems);
  if (externalFlags?.isAvailable === false) {
    problems.push(healthProblem('external_unavailable', { source: externalFlags.name }));
  }
  if (inconsistencies.length > 0) {
    problems.push(healthProblem('inconsistent_definitions', { definitions: inconsistencies.length }));
  }
  if (auditLog === 'damaged') problems.push(healthProblem('audit_log_damaged'));
  if (auditLog === 'incomplete') problems.push(healthProblem('audit_log_incomplete'));
  return problems;
}

/** The problems of a provider or the store. */
function sourceProblems(status: ProviderStatus): FlagHealthProblem[] {
  const { name: source, since, errorCodes, pollingReason, problems } = status;
  const found: FlagHealthProblem[] = [];
  const kind = stateProblem(status);
  if (kind !== undefined) {
    found.push(healthProblem(kind, { source, since, ...(errorCodes === undefined ? {} : { errorCodes }) }));
  }
  if (pollingReason !== undefined) found.push(healthProblem('changes_not_announced', { source }));
  if (problems.length > 0) {
    found.push(healthProblem('unreadable_definitions', { source, definitions: problems.length }));
  }
  return found;
}

function stateProblem({ state, errorCodes = [] }: ProviderStatus): FlagHealthProblemKind | undefined {
  if (state === 'loaded') return errorCodes.length > 0 ? 'changes_rejected' : undefined;
  return errorCodes.includes(FlagErrorCode.StoreDataLoss) ? 'data_loss' : state;
}
