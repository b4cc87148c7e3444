import type { DefinitionEditor } from './definition-editor.js';
import type { EventTracking } from './exposure/event-tracking.js';
import type { ManagerLifecycle } from './manager-lifecycle.js';
import type { OverrideEditor } from './override-editor.js';
import type { RequestPreparation } from './reading/request-preparation.js';
import type { SnapshotReader } from './reading/snapshot-reader.js';
import type { ScheduleEditor } from './schedule-editor.js';
import type { ContextRunner } from './scope/context-runner.js';
import type { StoreOperations } from './store-operations.js';
import type { UsageReporting } from './usage/usage-reporting.js';

/** The public members of a component. */
type PublicOf<Part> = Pick<Part, keyof Part>;

/** The methods that the manager delegates to its components, which document them. */
export type ManagerInterface = PublicOf<SnapshotReader & ContextRunner & EventTracking> &
  PublicOf<OverrideEditor & DefinitionEditor & ScheduleEditor & StoreOperations & UsageReporting> &
  Pick<ManagerLifecycle & RequestPreparation, 'start' | 'close' | 'refresh' | 'prepare'>;
