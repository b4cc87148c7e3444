import type { AuditEntry } from '../../store/audit-entry.js';
import type { AuditProblem, AuditVerification } from '../../store/audit/audit-problem.js';
import type { AuditVerifier } from '../../store/audit/audit-verifier.js';
import { verifyEntries } from '../../store/audit/verify-entries.js';
import type { FlagStore } from '../../store/flag-store.js';
import { problemOfStore } from './read-store.js';
import type { ReplicaHealth } from './replica-health.js';
import type { StoreCalls } from './store-calls.js';

export interface LogVerificationOptions {
  readonly store: FlagStore;
  readonly calls: StoreCalls;
  readonly verifier: AuditVerifier;
  readonly health: ReplicaHealth;
}

const PAGE = 1000;
const ATTEMPTS = 3;

/** Verifies the whole log of a store. */
export class LogVerification {
  readonly #options: LogVerificationOptions;

  constructor(options: LogVerificationOptions) {
    this.#options = options;
  }

  /**
   * Verifies all entries that the store still has, and that its current documents result from them. A problem is shown
   * in the status of the store.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the store cannot be read
   */
  async run(): Promise<AuditVerification> {
    const { calls, verifier, health } = this.#options;
    const verification = await this.#verify();
    const problem = verification.problem ?? (await problemOfStore(calls.ask, verifier));
    health.reportDamage(problem?.message);
    return problem === undefined ? verification : { ...verification, isIntact: false, problem };
  }

  /**
   * A store may remove its oldest entries at any time. If it has done so between two pages, the second page does not follow
   * the first: then what remains is verified.
   */
  async #verify(): Promise<AuditVerification> {
    const { store, calls, verifier } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const verification = await verifyEntries(this.#allEntries(), verifier);
      const { problem } = verification;
      const isPaged = store.storedEntries === undefined;
      if (!isPaged || problem?.kind !== 'missing' || attempt === ATTEMPTS) return verification;
      const [oldest] = await calls.ask((asked) => asked.query({ order: 'oldest_first', limit: 1 }));
      if (oldest === undefined || oldest.version <= problem.version) return verification;
    }
  }

  async *#allEntries(): AsyncGenerator<AuditEntry | AuditProblem> {
    const { store, calls } = this.#options;
    const stored = store.storedEntries?.()[Symbol.asyncIterator]();
    if (stored !== undefined) {
      yield* this.#bounded(stored);
      return;
    }
    for (let after = 0; ;) {
      const query = { after, order: 'oldest_first', limit: PAGE } as const;
      const page = await calls.ask((asked) => asked.query(query));
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.version ?? after;
    }
  }

  /** Applies the timeout of store calls to each item. */
  async *#bounded<T>(items: AsyncIterator<T>): AsyncGenerator<T> {
    const { calls } = this.#options;
    try {
      for (;;) {
        const item = await calls.ask(() => items.next());
        if (item.done === true) return;
        yield item.value;
      }
    } finally {
      await calls.ask(() => items.return?.()); // closes the file
    }
  }
}
