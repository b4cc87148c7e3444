import { ChangePlanner } from '../changes/change-planner.js';
import { ChangeStream } from '../changes/change-stream.js';
import { LEASE_MS, ScheduledTasks } from '../changes/scheduled-tasks.js';
import { SharedTime } from '../changes/shared-time.js';
import { DefinitionPlanner } from '../definitions/definition-planner.js';
import type { ExternalKeys } from '../external/external-keys.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import { OverrideExpiry } from '../overrides/override-expiry.js';
import { OverridePlanner } from '../overrides/override-planner.js';
import { OverrideRegistry } from '../overrides/override-registry.js';
import { UnknownFlags } from '../overrides/unknown-flags.js';
import { ScheduleRegistry } from '../schedules/schedule-registry.js';
import { ScheduleRunner } from '../schedules/schedule-runner.js';
import type { DefinitionParts } from './definition-parts.js';
import type { StoreParts } from './store-parts.js';

/** The parts that change flags, immediately or later, and announce the changes. */
export interface OperationParts {
  readonly stream: ChangeStream;
  readonly planner: ChangePlanner;
  readonly overrides: OverrideRegistry;
  readonly schedules: ScheduleRegistry;
  readonly unknownFlags: UnknownFlags;
  readonly tasks: ScheduledTasks;
}

export function buildOperationParts(
  options: ResolvedManagerOptions,
  instance: string,
  { store, replica, writer, audit, layer }: StoreParts,
  { chain, layers, definitions }: DefinitionParts,
  externalKeys: ExternalKeys,
): OperationParts {
  const { clock, logger } = options;
  const stored = layer === undefined ? undefined : () => replica.state;
  const overrides = new OverrideRegistry(replica);
  const unknownFlags = new UnknownFlags({
    policy: options.unknownFlags,
    isUnknown: (key) =>
      !definitions.definitions.flags.has(key) && !definitions.mayDefine(key) && !externalKeys.has(key),
    definedKeys: () => definitions.definitions.flags.keys(),
    logger,
  });
  const planner = new ChangePlanner({
    overrides: new OverridePlanner({ overrides, definitions, unknownFlags }),
    definitions: new DefinitionPlanner({ registry: definitions, layers, audit, chain, stored }),
  });
  const schedules = new ScheduleRegistry(replica, writer);
  // The default in-memory store is not shared, so it needs neither a lease nor promises.
  const isShared = options.store !== undefined;
  const hasTime = isShared && store.now !== undefined;
  const askTime = () => replica.ask((asked) => asked.now?.() ?? clock.now());
  const time = new SharedTime({ ask: hasTime ? askTime : undefined, store: store.name, clock, logger });
  const hasLease = isShared && store.lease !== undefined;
  const lease = () => !hasLease || replica.ask((asked) => asked.lease?.('due', instance, LEASE_MS) ?? true);
  const tasks = new ScheduledTasks({
    tasks: [new OverrideExpiry(overrides, writer), new ScheduleRunner({ replica, writer, planner, logger })],
    time,
    clock,
    logger,
    lease,
  });
  return { stream: new ChangeStream(logger), planner, overrides, schedules, unknownFlags, tasks };
}
