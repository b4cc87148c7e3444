import { parseFlag } from '../../engine/parse/parse-flag.js';
import { parseSegment } from '../../engine/targeting/schema/parse-segment.js';
import type { ScheduledChange } from '../../store/flag-schedule.js';
import type { DefinitionEditor } from '../definitions/definition-editor.js';
import { flagKind, segmentKind } from '../definitions/definition-kind.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import { newOverride, targetOf } from '../overrides/new-override.js';
import type { OverrideRegistry } from '../overrides/override-registry.js';
import type { UnknownFlags } from '../overrides/unknown-flags.js';
import type { PlanChange } from './schedule-registry.js';

export interface ScheduledParts {
  readonly definitions: DefinitionRegistry;
  readonly editor: DefinitionEditor;
  readonly overrides: OverrideRegistry;
  readonly unknownFlags: Pick<UnknownFlags, 'assertKnown'>;
}

type Plans = {
  readonly [Type in ScheduledChange['type']]: (
    change: Extract<ScheduledChange, { type: Type }>,
    origin: Parameters<PlanChange>[1],
    now: number,
  ) => ReturnType<PlanChange>;
};

/** Plans scheduled changes as the methods of the manager would make them. */
export function planScheduled({ definitions, editor, overrides, unknownFlags }: ScheduledParts): PlanChange {
  const plans: Plans = {
    set_override: ({ key, serve, unit, unitBy, expiresAt }, origin, now) => {
      const flag = definitions.definitions.flags.get(key);
      const request = 'enabled' in serve ? serve.enabled : serve;
      const override = newOverride(key, flag, request, { ...origin, unit, unitBy, expiresAt }, now);
      unknownFlags.assertKnown(key);
      return overrides.planAdd(override, origin);
    },
    clear_override: ({ key, unit, unitBy }, origin) => overrides.planRemove(key, targetOf({ unit, unitBy }), origin),
    save_flag: ({ key, definition, expectedVersion }, origin) =>
      editor.plan(flagKind, { key, definition: parseFlag(key, definition), expectedVersion }, origin),
    delete_flag: ({ key, expectedVersion }, origin) =>
      editor.plan(flagKind, { key, definition: undefined, expectedVersion }, origin),
    save_segment: ({ key, definition, expectedVersion }, origin) =>
      editor.plan(segmentKind, { key, definition: parseSegment(key, definition), expectedVersion }, origin),
    delete_segment: ({ key, expectedVersion }, origin) =>
      editor.plan(segmentKind, { key, definition: undefined, expectedVersion }, origin),
  };
  return (change, origin, now) => (plans[change.type] as PlanChange)(change, origin, now); // the type says which one takes it
}
