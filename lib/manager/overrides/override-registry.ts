import type { FlagOverride } from '../../engine/flag-override.js';
import { messageOf } from '../../providers/provider.errors.js';
import type { AuditAction, AuditEntry } from '../audit/audit-entry.js';
import type { AuditLog, AuditRecord } from '../audit/audit-log.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { OverrideSet } from './override-set.js';
import type { OverrideStore } from './override-store.js';

export interface OverrideRegistryOptions {
  readonly store: OverrideStore;
  readonly writer: ChangeWriter;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Called when overrides have changed. */
  readonly changed: () => void;
}

const RETRY_MS = 30_000;

/** The overrides in force. Each change is stored as a whole, and one that expires is a change like any other. */
export class OverrideRegistry {
  readonly #options: OverrideRegistryOptions;
  #set = OverrideSet.EMPTY;
  #lastChange: AuditEntry | undefined;
  #cancelExpiry: Cancel | undefined;
  #cancelRestore: Cancel | undefined;
  #closed = false;

  constructor(options: OverrideRegistryOptions) {
    this.#options = options;
  }

  get set(): OverrideSet {
    return this.#set;
  }

  /** Reads what is stored, and adds to the audit log what a crash kept from it. */
  async load(audit: AuditLog): Promise<void> {
    const { overrides, lastChange } = await this.#options.store.load();
    if (lastChange !== undefined && !audit.knows(lastChange)) await audit.append([lastChange]);
    this.#lastChange = lastChange;
    this.#put(OverrideSet.of(overrides));
    await this.#expire();
  }

  /** Adds or replaces the override of one flag and unit. */
  async add(override: FlagOverride, origin: ChangeOrigin): Promise<void> {
    await this.#options.writer.commit(() => {
      const before = this.#set.get(override.key, override.unit) ?? null;
      const record = { action: 'override_set', key: override.key, before, after: override } as const;
      return this.#change(this.#set.with(override), { ...record, ...originOf(origin) });
    });
  }

  /** Removes one override; `false` when there was none. */
  async remove(key: string, unit: string | undefined, origin: ChangeOrigin): Promise<boolean> {
    const entries = await this.#options.writer.commit(() => {
      const before = this.#set.get(key, unit);
      if (before === undefined) return undefined;
      return this.#change(this.#set.without(before), gone('override_cleared', before, originOf(origin)));
    });
    return entries.length > 0;
  }

  close(): void {
    this.#closed = true;
    this.#cancelExpiry?.();
    this.#cancelRestore?.();
  }

  /** One entry for each state that is stored: a crash in between keeps no more than that one from the audit log. */
  #change(next: OverrideSet, record: AuditRecord) {
    const { store } = this.#options;
    let change: AuditEntry | undefined;
    return {
      records: [record],
      persist: (lastChange: AuditEntry | undefined) => {
        change = lastChange;
        return store.save({ overrides: next.all(), lastChange });
      },
      revert: () => this.#restore(),
      apply: () => {
        this.#lastChange = change;
        this.#put(next);
      },
    };
  }

  /** Stores what is in force; until that has worked, a restart might bring up a change that was refused. */
  async #restore(): Promise<void> {
    this.#cancelRestore?.();
    try {
      await this.#options.store.save({ overrides: this.#set.all(), lastChange: this.#lastChange });
    } catch (error) {
      if (!this.#closed) this.#cancelRestore = this.#options.clock.schedule(() => this.#restoreLater(), RETRY_MS);
      throw error;
    }
  }

  #restoreLater(): void {
    const restore = () => ({ records: [], persist: () => this.#restore(), apply: () => {} });
    this.#options.writer.commit(restore).catch((error: unknown) => {
      this.#options.logger.error(`The stored overrides are not those in force; trying again: ${messageOf(error)}`);
    });
  }

  #put(next: OverrideSet): void {
    this.#set = next;
    this.#options.changed();
    this.#scheduleExpiry();
  }

  #scheduleExpiry(delay?: number): void {
    const { clock } = this.#options;
    this.#cancelExpiry?.();
    const next = this.#set.nextExpiry();
    if (next === undefined || this.#closed) return;
    this.#cancelExpiry = clock.schedule(() => void this.#expire(), delay ?? Math.max(0, next - clock.now()));
  }

  /** Clears what has expired. Evaluation has passed it over already; this is for the record. Never rejects. */
  async #expire(): Promise<void> {
    const { writer, clock, logger } = this.#options;
    try {
      for (const override of this.#set.expired(clock.now())) {
        await writer.commit(() => {
          if (this.#set.get(override.key, override.unit) !== override) return undefined; // replaced or gone meanwhile
          const record = gone('override_expired', override, { actor: 'expiry', origin: 'expiry' });
          return this.#change(this.#set.without(override), record);
        });
      }
      this.#scheduleExpiry();
    } catch (error) {
      logger.error(`Expired overrides do not hold, but could not be cleared; trying again: ${messageOf(error)}`);
      this.#scheduleExpiry(RETRY_MS);
    }
  }
}

function gone(
  action: AuditAction,
  before: FlagOverride,
  origin: Pick<AuditRecord, 'actor' | 'reason' | 'origin'>,
): AuditRecord {
  return { action, key: before.key, before, after: null, ...origin };
}
