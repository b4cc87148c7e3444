import { ChangeStream } from '../changes/change-stream.js';
import { DueChanges, LEASE_MS } from '../changes/due-changes.js';
import { SharedTime } from '../changes/shared-time.js';
import type { DefinitionParts } from './definition-parts.js';
import { DefinitionEditor } from '../definitions/definition-editor.js';
import type { ResolvedManagerOptions } from '../options/flag-manager.options.js';
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
  { replica, writer, audit }: StoreParts,
  { layers, definitions }: DefinitionParts,
): OperationParts {
  const { store, storesDefinitions, chain, clock, logger } = options;
  const stored = storesDefinitions ? () => replica.state : undefined;
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
  // In memory nobody else is there, and no promise is needed.
  const isShared = storesDefinitions && store.lease !== undefined;
  const due = new DueChanges({
    works: [overrides, schedules],
    time: new SharedTime({
      ask:
        storesDefinitions && store.now !== undefined
          ? () => replica.ask((asked) => asked.now?.() ?? clock.now())
          : undefined,
      store: store.name,
      clock,
      logger,
    }),
    clock,
    logger,
    lease: () => !isShared || replica.ask((asked) => asked.lease?.('due', instance, LEASE_MS) ?? true),
  });
  return { stream: new ChangeStream(logger), editor, overrides, schedules, unknownFlags, due };
}
