import type { FlagContext } from '../engine/flag-context.js';
import { CommandExecution } from './changes/command-execution.js';
import { RequestActor } from './changes/request-actor.js';
import { DefinitionEditor } from './definition-editor.js';
import type { FlagManagerStatus } from './flag-manager.status.js';
import { ManagerLifecycle } from './manager-lifecycle.js';
import { attachObservers, type DenialObserver } from './observing/attach-observers.js';
import type { ResolvedManagerOptions } from './options/resolve-manager-options.js';
import { OverrideEditor } from './override-editor.js';
import { buildExternalFlags } from './external/build-external-flags.js';
import { ExternalEvaluators } from './external/external-evaluators.js';
import { EventTracking } from './exposure/event-tracking.js';
import { connectParts } from './parts/connect-parts.js';
import { buildManagerParts, type ManagerParts } from './parts/manager-parts.js';
import { ambientContext } from './reading/ambient-context.js';
import { engineServices } from './reading/engine-services.js';
import { FlagLookup } from './reading/flag-lookup.js';
import { FlagSetReader } from './reading/flag-set-reader.js';
import { FlagSnapshot } from './reading/flag-snapshot.js';
import { MissingAnswers } from './reading/missing-answers.js';
import { MissingFlags } from './reading/missing-flags.js';
import { observedBy, recordedBy } from './reading/observed-flag.js';
import { RequestPreparation } from './reading/request-preparation.js';
import { SnapshotPublisher } from './reading/snapshot-publisher.js';
import { SnapshotReader } from './reading/snapshot-reader.js';
import { ScheduleEditor } from './schedule-editor.js';
import { clockOutsideScopes } from './scope/clock-outside-scopes.js';
import { ContextRunner } from './scope/context-runner.js';
import { FlagScopes } from './scope/flag-scopes.js';
import { forcedByAny } from './scope/forced-flags.js';
import type { ManagerHooks } from './scope/manager-hooks.js';
import { testHooks } from './scope/test-hooks.js';
import { statusOf } from './status-of.js';
import { StoreOperations } from './store-operations.js';
import { countedBy } from './usage/counted-flag.js';
import { UsageReporting } from './usage/usage-reporting.js';

/** The components behind the public methods of a manager, each built from finished parts. */
export interface ManagerComponents {
  readonly parts: ManagerParts;
  readonly scopes: FlagScopes;
  readonly runner: ContextRunner;
  readonly lifecycle: ManagerLifecycle;
  readonly reader: SnapshotReader;
  readonly flagSet: FlagSetReader;
  readonly overrides: OverrideEditor;
  readonly definitions: DefinitionEditor;
  readonly schedules: ScheduleEditor;
  readonly store: StoreOperations;
  readonly usage: UsageReporting;
  readonly preparation: RequestPreparation;
  readonly tracking: EventTracking;
  /** The observers of calls that gates deny. */
  readonly denialObservers: readonly DenialObserver[];
  /** Returns the context of evaluations without one; never throws. */
  readonly contextSource: () => FlagContext;
  readonly status: () => FlagManagerStatus;
}

export function composeManager(options: ResolvedManagerOptions, hooks: ManagerHooks = {}): ManagerComponents {
  const { enabled, defaultEnabled, cacheTtl } = options;
  const scopes = new FlagScopes();
  const contextSource = ambientContext({ scopes, source: options.contextSource, logger: options.logger });
  const parts = buildManagerParts({ ...options, clock: clockOutsideScopes(options.clock, scopes) });
  const { definitions, overrides, sharedSticky, source, replica, audit, exposures, counters } = parts;

  const missingFlags = new MissingFlags(
    options.logger,
    (key) => definitions.missingCauseOf(key),
    () => definitions.definitions.flags.keys(),
  );
  const tests = testHooks();
  const ofScopes = hooks.scopesForceFlags === true ? () => scopes.current?.forced : undefined;
  const ofTests = tests && (() => tests.forced());
  const forced = enabled ? forcedByAny([hooks.forced, ofTests, ofScopes]) : ofTests;
  const services = engineServices(options, parts.sticky, forced);
  const snapshot = new FlagSnapshot({ definitions: definitions.definitions, overrides, services });
  const lifecycle = new ManagerLifecycle({ options, parts, missingFlags, scopes });
  const external = buildExternalFlags(options, parts, lifecycle);
  const missing = new MissingAnswers({
    enabled,
    defaultEnabled,
    mayDefine: (key, context) =>
      definitions.mayDefine(key) || (external?.isUndecided(key, context ?? contextSource()) ?? false),
  });
  const status = () =>
    statusOf({ enabled, lifecycle, parts, missingFlags, external, requestOverrides: hooks.requestOverrides });
  const observers = attachObservers(options, parts, status);
  const observe = observedBy(
    [...(hooks.observers ?? []), ...observers.evaluations, ...(tests ? [tests] : [])],
    missing,
  );
  const { flags } = definitions.definitions;
  const isExternal = (key: string) => external !== undefined && !flags.has(key);
  const record = recordedBy([exposures?.recorder(flags), counters && countedBy(counters, isExternal)]);
  const undefinedFlags = external === undefined ? missingFlags : new ExternalEvaluators(external, missingFlags);
  const lookup = new FlagLookup(snapshot, undefinedFlags, observe, record);
  const snapshots = new SnapshotPublisher({
    lookup,
    events: parts.events,
    sharesVariants: sharedSticky !== undefined,
  });
  connectParts({ ...parts, snapshots });

  const rejected = () => definitions.rejected;
  const reader = new SnapshotReader({ lookup, missing, services, contextSource, rejected, external });

  const flagSet = new FlagSetReader({
    definitions: definitions.definitions,
    overrides,
    snapshot,
    count: recordedBy([counters && countedBy(counters)]),
    events: parts.events,
    clock: parts.clock,
    isReady: () => lifecycle.isRunning || !enabled,
  });
  const actor = new RequestActor({ scopes, actorOf: hooks.actorOf, logger: options.logger });
  const execution = new CommandExecution(parts, lifecycle, actor);
  const preparation = new RequestPreparation({
    poll: cacheTtl === 0 ? () => (lifecycle.isRunning ? source.poll() : undefined) : undefined,
    prefetch: sharedSticky === undefined ? undefined : (units) => sharedSticky.prefetch(units),
    stickyUnits: () => snapshots.stickyUnits,
    external,
  });
  const components: ManagerComponents = {
    parts,
    scopes,
    runner: new ContextRunner(scopes, (context, copy) => external?.copyAnswers(context, copy)),
    lifecycle,
    reader,
    flagSet,
    overrides: new OverrideEditor(parts, execution),
    definitions: new DefinitionEditor(definitions, execution),
    schedules: new ScheduleEditor(parts, lifecycle, actor),
    store: new StoreOperations({ audit, replica, lifecycle, actor }),
    usage: new UsageReporting({ ...parts, now: () => options.clock.now() }),
    preparation,
    tracking: new EventTracking(exposures, contextSource),
    denialObservers: observers.denials,
    contextSource,
    status,
  };
  tests?.addManager(components, options.extensions);
  return components;
}
