import { randomUUID } from 'node:crypto';
import type { StickyStore } from '../../engine/allocation/sticky.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { ProviderStatus } from '../../providers/provider-status.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { ChangePlanner } from '../changes/change-planner.js';
import type { ChangeStream } from '../changes/change-stream.js';
import type { ChangeWriter } from '../changes/change-writer.js';
import type { ScheduledTasks } from '../changes/scheduled-tasks.js';
import type { Clock } from '../clock.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import type { DefinitionSource } from '../definitions/definition-source.js';
import { ManagerEvents } from '../manager-events.js';
import { ExternalKeys } from '../external/external-keys.js';
import { Exposures } from '../exposure/exposures.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { OverrideRegistry } from '../overrides/override-registry.js';
import type { UnknownFlags } from '../overrides/unknown-flags.js';
import type { StoreReplica } from '../replica/store-replica.js';
import type { ScheduleRegistry } from '../schedules/schedule-registry.js';
import type { SharedStickyStore } from '../sticky/shared-sticky-store.js';
import { buildDefinitionParts } from './definition-parts.js';
import { buildOperationParts } from './operation-parts.js';
import { buildStoreParts } from './store-parts.js';
import { buildUsageParts, type UsageParts } from './usage-parts.js';

/** The parts of a manager. */
export interface ManagerParts extends UsageParts {
  /** Identifies this instance among those that share its store. */
  readonly instance: string;
  readonly events: ManagerEvents;
  readonly clock: Clock;
  readonly replica: StoreReplica;
  readonly stream: ChangeStream;
  readonly audit: AuditLog;
  readonly writer: ChangeWriter;
  readonly definitions: DefinitionRegistry;
  readonly planner: ChangePlanner;
  readonly overrides: OverrideRegistry;
  readonly schedules: ScheduleRegistry;
  /** The keys that an external provider is asked for; none without one. */
  readonly externalKeys: ExternalKeys;
  readonly unknownFlags: UnknownFlags;
  readonly tasks: ScheduledTasks;
  readonly chain: ChainedProvider;
  readonly source: DefinitionSource;
  readonly sharedSticky: SharedStickyStore | undefined;
  readonly sticky: StickyStore;
  /** Records exposures and tracked events; `undefined` if there is no sink. */
  readonly exposures: Exposures | undefined;
  /** The status of the store and the providers, in order of precedence. */
  providers(): ProviderStatus[];
  /** Completes what is in progress and closes every part, even if another part fails to close. */
  close(): Promise<void>;
}

/**
 * Builds a manager from the ground up: first the parts that follow the store, then those that follow the definitions,
 * then those that make changes. Each part receives finished parts; later notifications are events.
 */
export function buildManagerParts(options: ResolvedManagerOptions): ManagerParts {
  const events = new ManagerEvents();
  const instance = randomUUID();
  const store = buildStoreParts(options, events);
  const definitions = buildDefinitionParts(options, events, store);
  const externalKeys = new ExternalKeys(options.external?.keys ?? []);
  const operations = buildOperationParts(options, instance, store, definitions, externalKeys);
  const exposures = buildExposures(options);
  const usage = buildUsageParts(options, instance, store);
  const parts = {
    instance,
    events,
    clock: options.clock,
    exposures,
    externalKeys,
    ...store,
    ...definitions,
    ...operations,
    ...usage,
  };
  return {
    ...parts,
    providers: () => [...(store.layer === undefined ? [] : [store.layer.status()]), ...definitions.chain.status()],
    close: () => closeParts(parts),
  };
}

function buildExposures({ enabled, exposure, clock, logger }: ResolvedManagerOptions): Exposures | undefined {
  return enabled && exposure !== undefined ? new Exposures(exposure, clock, logger) : undefined;
}

async function closeParts({
  tasks,
  exposures,
  usage,
  writer,
  sharedSticky,
  source,
  replica,
  stream,
}: Pick<
  ManagerParts,
  'tasks' | 'exposures' | 'usage' | 'writer' | 'sharedSticky' | 'source' | 'replica' | 'stream'
>): Promise<void> {
  await Promise.all([tasks.close(), writer.idle(), sharedSticky?.close(), exposures?.close(), usage?.close()]);
  const results = await Promise.allSettled([source.close(), replica.close()]);
  stream.complete();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
