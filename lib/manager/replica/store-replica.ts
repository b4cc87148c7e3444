import { topicLogger } from '../topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import type { AuditEntry, AuditQuery } from '../../store/audit-entry.js';
import type { UnchainedEntry } from '../../store/audit/audit-chain.js';
import type { AuditVerification } from '../../store/audit/audit-problem.js';
import type { FlagStore, StorePosition } from '../../store/flag-store.js';
import type { StoreHistory } from '../../store/store-history.js';
import { NothingToRestoreError } from '../../store/store.errors.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { BootstrapFile } from './bootstrap-file.js';
import type { CatchUp } from './catch-up.js';
import type { LogVerification } from './log-verification.js';
import type { ReplicaContent } from './replica-content.js';
import type { ReplicaHealth } from './replica-health.js';
import type { ReplicaState } from './replica-state.js';
import type { StoreAccess } from './store-access.js';
import type { StoreAnnouncements } from './store-announcements.js';
import type { StoreCalls } from './store-calls.js';
import type { StoreRestorationOptions } from './store-restoration.js';
import type { StoreSync } from './store-sync.js';

/** The parts of a replica; {@link buildReplica} creates them. */
export interface ReplicaParts {
  readonly calls: StoreCalls;
  readonly health: ReplicaHealth;
  readonly content: ReplicaContent;
  readonly catchUp: CatchUp;
  readonly announcements: StoreAnnouncements;
  readonly sync: StoreSync;
  readonly access: StoreAccess;
  readonly verification: LogVerification;
  readonly bootstrap: BootstrapFile | undefined;
  /** Whether no other instance can change the store. */
  readonly isLocal: boolean;
  /** The timeout of one call of the store, in milliseconds. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * The content of the store as one instance has read it, and the access to the store. While the store is unavailable,
 * the last content remains in use.
 */
export class StoreReplica {
  readonly #parts: ReplicaParts;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
  }

  get health(): ReplicaHealth {
    return this.#parts.health;
  }

  /** {@link StoreAnnouncements.absence}. */
  get pollingReason(): string | undefined {
    return this.#parts.announcements.absence;
  }

  get state(): ReplicaState {
    return this.#parts.content.state;
  }

  /** The history of the store that this instance follows, and its version. */
  get known(): StoreHistory {
    return this.#parts.content.known;
  }

  /** The position of this instance in the log of the store. */
  get position(): StorePosition {
    return this.#parts.content.position;
  }

  /** Whether no other instance can have changed the store. */
  get isLocal(): boolean {
    return this.#parts.isLocal;
  }

  /** The number of full reads of the store, each of which may skip entries that this instance has not seen. */
  get gaps(): number {
    return this.#parts.catchUp.gaps;
  }

  /** {@link StoreSync.run}. */
  sync(): Promise<void> {
    return this.#parts.sync.run();
  }

  /** Entries that follow {@link position}, to be appended at once. */
  chained(entries: readonly UnchainedEntry[]): readonly AuditEntry[] {
    return this.#parts.content.chained(entries);
  }

  /** {@link StoreAccess.append}. */
  append(entries: readonly AuditEntry[], sending?: AbortController): boolean | Promise<boolean> {
    return this.#parts.access.append(entries, sending);
  }

  /** {@link StoreAccess.ask}. */
  ask<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    return this.#parts.access.ask(question);
  }

  /** {@link StoreAccess.attempt}. */
  attempt<T>(question: (store: FlagStore) => T | Promise<T>): Promise<T> {
    return this.#parts.access.attempt(question);
  }

  /** {@link StoreAccess.query}. */
  query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#parts.access.query(query);
  }

  /** {@link LogVerification.run}. */
  verify(): Promise<AuditVerification> {
    return this.#parts.verification.run();
  }

  /**
   * Continues from the bootstrap file if the store has not been read yet.
   *
   * @returns whether the store or the file has been read
   */
  async readBootstrap(): Promise<boolean> {
    const { health, bootstrap, content, calls, logger } = this.#parts;
    const copy = health.hasRead ? undefined : await bootstrap?.read();
    if (copy === undefined || health.hasRead) return health.hasRead;
    try {
      content.replaceByCopy(copy);
    } catch (error) {
      topicLogger(logger, 'bootstrap-file').error(`The bootstrap file cannot be used: ${messageOf(error)}`);
      return false;
    }
    topicLogger(logger, 'started-without-the-store').warn(
      `Flag store "${calls.name}" is unavailable at boot: started from the bootstrap file.`,
    );
    return true;
  }

  /**
   * Carries out an operator's decision about a store that has lost its data, then follows the store.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when the store has not lost anything
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`), {@link StoreFailedError}
   */
  async decide<T>(
    decision: (options: StoreRestorationOptions) => Promise<T>,
    by: StoreRestorationOptions['by'],
  ): Promise<T> {
    const { calls, health, content, sync, clock } = this.#parts;
    await sync.run();
    if (health.dataLoss === undefined) throw new NothingToRestoreError(calls.name);
    const { known, keys, state } = content;
    const result = await decision({ ask: calls.ask, store: calls.name, clock, keys, known, state, by });
    await sync.run();
    return result;
  }

  async close(): Promise<void> {
    const { sync, bootstrap, timeout } = this.#parts;
    sync.stop();
    await bootstrap?.close(timeout);
    await sync.close();
  }
}
