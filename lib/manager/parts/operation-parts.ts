import { ChangeStream } from '../changes/change-stream.js';
import { DueChanges, LEASE_MS } from '../changes/due-changes.js';
import { SharedTime } from '../changes/shared-time.js';
import type { DefinitionParts } from './definition-parts.js';
import { DefinitionEditor } from '../definitions/definition-editor.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import { OverrideRegistry } from '../overrides/override-registry.js';
import { UnknownFlags } from '../overrides/unknown-flags.js';
import { planScheduled } from '../schedules/plan-scheduled.js';
import { ScheduleRegistry } from '../schedules/schedule-registry.js';
import type { StoreParts } from './store-parts.js';

/** What changes flags, at once or later, and announces it. */
export interface OperationParts {
  readonly stream: ChangeStream;
  readonly editor: DefinitionEditor;
  readonly overrides: OverrideRegistry;
  readonly schedules: ScheduleRegistry;
  readonly unknownFlags: UnknownFlags;
  readonly due: DueChanges;
}

export function buildOperationParts(
  options: ResolvedManagerOptions,
  instance: string,
  { store, replica, writer, audit, layer }: StoreParts,
  { chain, layers, definitions }: DefinitionParts,
): OperationParts {
  const { clock, logger } = options;
  const stored = layer === undefined ? undefined : () => replica.state;
  const editor = new DefinitionEditor({ registry: definitions, layers, audit, chain, stored });
  const overrides = new OverrideRegistry(replica, writer);
  const isUnknown = (key: string) => !definitions.definitions.flags.has(key) && !definitions.mayDefine(key);
  const unknownFlags = new UnknownFlags({ policy: options.unknownFlags, isUnknown, logger });
  const schedules = new ScheduleRegistry({
    pending: () => replica.state.schedules,
    queue: () => replica.state.dueSchedules,
    writer,
    plan: planScheduled({ definitions, editor, overrides, unknownFlags }),
    logger,
  });
  // A store in memory that was not given is nobody else's: it needs no lease, and no promise.
  const isShared = options.store !== undefined;
  const hasTime = isShared && store.now !== undefined;
  const askTime = () => replica.ask((asked) => asked.now?.() ?? clock.now());
  const time = new SharedTime({ ask: hasTime ? askTime : undefined, store: store.name, clock, logger });
  const hasLease = isShared && store.lease !== undefined;
  const lease = () => !hasLease || replica.ask((asked) => asked.lease?.('due', instance, LEASE_MS) ?? true);
  const due = new DueChanges({ works: [overrides, schedules], time, clock, logger, lease });
  return { stream: new ChangeStream(logger), editor, overrides, schedules, unknownFlags, due };
}
