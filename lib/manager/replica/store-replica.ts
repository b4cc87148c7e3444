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
import type { StoreCalls } from './store-calls.js';
import type { StoreRestorationOptions } from './store-restoration.js';
import type { StoreSync } from './store-sync.js';

/** What a replica is made of; {@link buildReplica} makes them. */
export interface ReplicaParts {
  readonly calls: StoreCalls;
  readonly health: ReplicaHealth;
  readonly content: ReplicaContent;
  readonly catchUp: CatchUp;
  readonly sync: StoreSync;
  readonly access: StoreAccess;
  readonly verification: LogVerification;
  readonly bootstrap: BootstrapFile | undefined;
  /** Whether nobody else can change the store. */
  readonly isLocal: boolean;
  /** How long one answer of the store may take, in milliseconds. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/** What one instance knows of its store, and its way to it: it goes on with what it knows while the store is unavailable. */
export class StoreReplica {
  readonly #parts: ReplicaParts;

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
  }

  get health(): ReplicaHealth {
    return this.#parts.health;
  }

  get state(): ReplicaState {
    return this.#parts.content.state;
  }

  /** The history of the store that this instance knows, and how far. */
  get known(): StoreHistory {
    return this.#parts.content.known;
  }

  /** Where this instance stands in the log of the store. */
  get position(): StorePosition {
    return this.#parts.content.position;
  }

  /** Whether nobody else can have changed the store. */
  get isLocal(): boolean {
    return this.#parts.isLocal;
  }

  /** How often it was read as a whole: nobody here has seen the entries that led there. */
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

  /** {@link StoreAccess.query}. */
  query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return this.#parts.access.query(query);
  }

  /** {@link LogVerification.run}. */
  verify(): Promise<AuditVerification> {
    return this.#parts.verification.run();
  }

  /**
   * Continues from the bootstrap file as long as nothing of the store is known.
   *
   * @returns whether something is known then
   */
  async readBootstrap(): Promise<boolean> {
    const { health, bootstrap, content, calls, logger } = this.#parts;
    const copy = health.hasRead ? undefined : await bootstrap?.read();
    if (copy === undefined || health.hasRead) return health.hasRead;
    try {
      content.replaceByCopy(copy);
    } catch (error) {
      logger.error(`The bootstrap file cannot be used: ${messageOf(error)}`);
      return false;
    }
    logger.warn(`Flag store "${calls.name}" is unavailable at boot: started from the bootstrap file.`);
    return true;
  }

  /**
   * Carries out an operator's decision about a store that has lost its data, then follows the store.
   *
   * @throws {NothingToRestoreError} (`NOTHING_TO_RESTORE`) when it has not
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
