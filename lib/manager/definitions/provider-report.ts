import { topicLogger } from '../topic-logger.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import type { ProviderState, ProviderStatus } from '../../providers/provider-status.js';
import type { FlagLogger } from '../flag-logger.js';

/** Logs when a provider fails, when the reason changes, and when the provider has recovered. */
export class ProviderReport {
  readonly #logger: FlagLogger;
  readonly #problems = new Map<string, OngoingProblem>();

  constructor(logger: FlagLogger) {
    this.#logger = logger;
  }

  update(providers: readonly ProviderStatus[]): void {
    for (const status of providers) this.#problemOf(status.name).update(problemOf(status));
  }

  #problemOf(name: string): OngoingProblem {
    const known = this.#problems.get(name);
    if (known !== undefined) return known;
    const problem = new OngoingProblem({
      report: (what) => topicLogger(this.#logger, 'provider-failed').error(`Flag provider "${name}" ${what}`),
      resolved: () => this.#logger.log(`Flag provider "${name}" has recovered.`),
    });
    this.#problems.set(name, problem);
    return problem;
  }
}

function problemOf({ state, error, problems }: ProviderStatus): string | undefined {
  const unreadable = problems.map(({ kind = 'flag', key, message }) => `${kind} "${key}": ${message}`);
  const causes = error === undefined ? unreadable : [error, ...unreadable];
  return causes.length === 0 ? undefined : `${CONSEQUENCES[state]}: ${causes.join('; ')}`;
}

const CONSEQUENCES = {
  pending: 'has not responded yet',
  loaded: 'has invalid definitions; their last valid versions stay in force',
  stale: 'failed; its last known definitions stay in force',
  failed: 'failed; its flags are unknown',
} satisfies Record<ProviderState, string>;
