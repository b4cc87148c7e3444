import { randomUUID } from 'node:crypto';
import type { StickyStore } from '../engine/allocation/sticky.js';
import { LayeredDefinitions } from '../providers/layers/layered-definitions.js';
import type { ProviderStatus } from '../providers/provider-status.js';
import type { AuditEntry } from '../store/audit-entry.js';
import { AuditLog } from './audit/audit-log.js';
import { ChangePublication } from './changes/change-publication.js';
import { ChangeStream } from './changes/change-stream.js';
import { ChangeWriter } from './changes/change-writer.js';
import { DueChanges, LEASE_MS } from './changes/due-changes.js';
import { SharedTime } from './changes/shared-time.js';
import type { Clock } from './clock.js';
import { DefinitionEditor } from './definitions/definition-editor.js';
import { DefinitionRegistry } from './definitions/definition-registry.js';
import { DefinitionSource } from './definitions/definition-source.js';
import type { EditedParts } from './flag-editor.js';
import type { ResolvedManagerOptions } from './options/flag-manager.options.js';
import { OverrideRegistry } from './overrides/override-registry.js';
import { BootstrapFile } from './replica/bootstrap-file.js';
import { StoreLayer } from './replica/store-layer.js';
import { StoreReplica } from './replica/store-replica.js';
import { planScheduled } from './schedules/plan-scheduled.js';
import { ScheduleRegistry } from './schedules/schedule-registry.js';
import { SharedStickyStore } from './sticky/shared-sticky-store.js';
import { UnknownFlags } from './overrides/unknown-flags.js';

const STICKY_PATIENCE_MS = 500;

/** What a manager is made of, put together: what comes from the store or a provider, through all that it passes. */
export class ManagerParts implements EditedParts {
  /** Tells this instance from the others that share its store. */
  readonly instance = randomUUID();
  readonly clock: Clock;
  readonly replica: StoreReplica;
  readonly stream: ChangeStream;
  readonly audit: AuditLog;
  readonly writer: ChangeWriter;
  readonly definitions: DefinitionRegistry;
  readonly editor: DefinitionEditor;
  readonly overrides: OverrideRegistry;
  readonly schedules: ScheduleRegistry;
  readonly unknownFlags: UnknownFlags;
  readonly due: DueChanges;
  readonly source: DefinitionSource;
  readonly sharedSticky: SharedStickyStore | undefined;
  readonly sticky: StickyStore;
  readonly #options: ResolvedManagerOptions;
  readonly #storeLayer: StoreLayer | undefined;
  readonly #publication: ChangePublication;

  /** @param changed called when what answers for flags has changed; with the entries where these have changed no definition */
  constructor(options: ResolvedManagerOptions, changed: (entries?: readonly AuditEntry[]) => void) {
    this.#options = options;
    const { chain, store, clock, logger, extensions, storeTimeout: timeout } = options;
    this.clock = clock;
    this.stream = new ChangeStream(logger);
    this.replica = this.#newReplica();
    this.audit = new AuditLog((query) => this.replica.query(query));
    this.writer = new ChangeWriter({ replica: this.replica, clock, timeout });
    this.#storeLayer = options.storesDefinitions ? new StoreLayer(store.name, this.replica) : undefined;
    const layers =
      this.#storeLayer === undefined ? chain.held : new LayeredDefinitions([this.#storeLayer, ...chain.layers]);
    this.definitions = new DefinitionRegistry({
      layers,
      storeLayer: this.#storeLayer?.name,
      writer: this.writer,
      extensions,
      logger,
      isIncomplete: () => chain.isIncomplete || !this.replica.health.hasRead,
      changed: () => changed(),
      announce: (entries) => this.stream.emit(entries),
    });
    const stored = options.storesDefinitions ? () => this.replica.state : undefined;
    this.editor = new DefinitionEditor({ registry: this.definitions, layers, audit: this.audit, chain, stored });
    this.overrides = new OverrideRegistry(this.replica, this.writer);
    const isUnknown = (key: string) => !this.definitions.definitions.flags.has(key) && !this.definitions.mayDefine(key);
    this.unknownFlags = new UnknownFlags({ policy: options.unknownFlags, isUnknown, logger });
    const plan = planScheduled(this);
    this.schedules = new ScheduleRegistry({
      pending: () => this.replica.state.schedules,
      queue: () => this.replica.state.dueSchedules,
      writer: this.writer,
      plan,
      logger,
    });
    const time = new SharedTime({ ask: this.#storeTime(), store: store.name, clock, logger });
    const works = [this.overrides, this.schedules];
    this.due = new DueChanges({ works, time, clock, logger, lease: () => this.#lease() });
    this.#publication = new ChangePublication({
      writer: this.writer,
      definitions: this.definitions,
      snapshots: { renew: changed },
      tasks: this.due,
      stream: this.stream,
    });
    const { definitionCache: cache, cacheTtl: ttl } = options;
    this.source = new DefinitionSource({ chain, cache, ttl, clock, logger, deliver: () => this.definitions.deliver() });
    this.sharedSticky = options.stickyStore === undefined ? this.#newSharedSticky() : undefined;
    this.sticky = options.stickyStore ?? this.sharedSticky ?? NOTHING_KEPT;
  }

  /** How the store and the providers are doing, first layer first. */
  providers(): ProviderStatus[] {
    const stored = this.#storeLayer === undefined ? [] : [this.#storeLayer.status()];
    return [...stored, ...this.#options.chain.status()];
  }

  /** Finishes what is under way and gives everything back; each part is closed, whatever the others do. */
  async close(): Promise<void> {
    await Promise.all([this.due.close(), this.writer.idle(), this.sharedSticky?.close()]);
    const results = await Promise.allSettled([this.source.close(), this.replica.close()]);
    this.stream.complete();
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  #newReplica(): StoreReplica {
    const {
      store,
      storeTimeout: timeout,
      storePoll: poll,
      bootstrapFile,
      auditKeys: keys,
      clock,
      logger,
    } = this.#options;
    return new StoreReplica({
      store,
      clock,
      logger,
      timeout,
      poll,
      keys,
      bootstrap:
        bootstrapFile === undefined
          ? undefined
          : new BootstrapFile({ path: bootstrapFile, store: store.name, keys, clock, logger }),
      changed: (entries) => this.#publication.publish(entries),
      healthChanged: () => this.due.reschedule(),
    });
  }

  /** In memory nobody else is there, and no promise is needed. */
  #lease(): boolean | Promise<boolean> {
    const { store, storesDefinitions } = this.#options;
    if (!storesDefinitions || store.lease === undefined) return true;
    return this.replica.ask((asked) => asked.lease?.('due', this.instance, LEASE_MS) ?? true);
  }

  #storeTime(): (() => Promise<number>) | undefined {
    const { store, storesDefinitions, clock } = this.#options;
    if (!storesDefinitions || store.now === undefined) return undefined;
    return () => this.replica.ask((asked) => asked.now?.() ?? clock.now());
  }

  #newSharedSticky(): SharedStickyStore {
    const { clock, logger } = this.#options;
    return new SharedStickyStore({
      read: (units) => this.replica.ask((store) => store.readSticky?.(units) ?? []),
      write: (documents) => this.replica.ask((store) => store.writeSticky?.(documents) ?? documents),
      isAvailable: () => this.replica.health.isCurrent,
      patience: STICKY_PATIENCE_MS,
      clock,
      logger,
    });
  }
}

const NOTHING_KEPT: StickyStore = { get: () => undefined, set: () => {} };
