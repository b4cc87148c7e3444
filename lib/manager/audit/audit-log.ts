import type { AuditEntry, AuditFilter, AuditPage, AuditQuery } from '../../store/audit-entry.js';
import { auditLine } from '../../store/audit/audit-line.js';
import { auditExportOptions, auditPageOptions } from './audit-filter.schema.js';

const DEFAULT_LIMIT = 100;
const PAGE = 1000;

/** Reads the audit log, which contains the changes of all instances that share the store. */
export class AuditLog {
  readonly #ask: (query: AuditQuery) => Promise<readonly AuditEntry[]>;

  /** @param ask queries the store, with a timeout */
  constructor(ask: (query: AuditQuery) => Promise<readonly AuditEntry[]>) {
    this.#ask = ask;
  }

  /**
   * One page of the log, newest entries first.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the condition that is unknown or invalid
   */
  async list(given: AuditFilter = {}): Promise<AuditPage> {
    const { limit = DEFAULT_LIMIT, ...filter } = auditPageOptions.read(given);
    const entries = await this.#ask({ ...filter, order: 'newest_first', limit: limit + 1 });
    const page = entries.slice(0, limit);
    return entries.length > limit ? { entries: page, next: page.at(-1)?.version } : { entries: page };
  }

  /**
   * Yields all matching entries as JSON lines, oldest first, including those that are added during the iteration.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the condition that is unknown or invalid
   */
  async *lines(given: Omit<AuditFilter, 'limit'> = {}): AsyncGenerator<string, void, undefined> {
    const filter = auditExportOptions.read(given);
    let after = 0;
    for (;;) {
      const entries = await this.#ask({ ...filter, after, order: 'oldest_first', limit: PAGE });
      for (const entry of entries) yield auditLine(entry);
      after = entries.at(-1)?.version ?? after;
      if (entries.length < PAGE) return;
    }
  }

  /** The entry with a version; `undefined` if the store no longer has it. */
  async entry(version: number): Promise<AuditEntry | undefined> {
    const [entry] = await this.#ask({ after: version - 1, order: 'oldest_first', limit: 1 });
    return entry?.version === version ? entry : undefined;
  }

  /** The latest entry of a key with one of these actions, among its 100 latest entries. */
  async last(key: string, actions: readonly AuditEntry['action'][]): Promise<AuditEntry | undefined> {
    const entries = await this.#ask({ key, order: 'newest_first', limit: 100 });
    return entries.find(({ action }) => actions.includes(action));
  }
}
