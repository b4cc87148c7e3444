import type { ChangePlanner } from './changes/change-planner.js';
import type { ChangeWriter } from './changes/change-writer.js';
import type { Clock } from './clock.js';
import type { DefinitionRegistry } from './definitions/definition-registry.js';
import type { OverrideRegistry } from './overrides/override-registry.js';
import type { ScheduleRegistry } from './schedules/schedule-registry.js';
import type { UnknownFlags } from './overrides/unknown-flags.js';

/** The parts that an edit reads and changes. */
export interface EditedParts {
  readonly definitions: DefinitionRegistry;
  readonly planner: ChangePlanner;
  readonly overrides: OverrideRegistry;
  readonly schedules: ScheduleRegistry;
  readonly unknownFlags: UnknownFlags;
  readonly writer: ChangeWriter;
  readonly clock: Pick<Clock, 'now'>;
}

/** Says whether changes are taken. */
export interface RunningCheck {
  /** @throws {NotRunningError} (`NOT_RUNNING`) when they are not */
  assertRunning(): void;
}
