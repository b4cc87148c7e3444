import type { Change } from '../changes/change.js';
import type { ChangeCommand } from '../changes/change-command.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import { newOverride, targetOf } from './new-override.js';
import { assertWithinLimits } from './override-limits.js';
import type { OverrideRegistry } from './override-registry.js';
import type { UnknownFlags } from './unknown-flags.js';

export interface OverridePlannerParts {
  readonly overrides: OverrideRegistry;
  readonly definitions: Pick<DefinitionRegistry, 'definitions'>;
  readonly unknownFlags: Pick<UnknownFlags, 'assertKnown'>;
}

/** Plans changes of overrides. */
export class OverridePlanner {
  readonly #parts: OverridePlannerParts;

  constructor(parts: OverridePlannerParts) {
    this.#parts = parts;
  }

  /**
   * Adds or replaces the override of one flag and target.
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when it is invalid, or when there are already too many
   *   overrides
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with `unknownFlags: 'error'`, when the flag is not defined
   */
  planSet(
    { type: _, key, serve, ...target }: ChangeCommand<'set_override'>,
    origin: ChangeOrigin,
    now: number,
  ): Change {
    const { overrides, definitions, unknownFlags } = this.#parts;
    const by = originOf(origin);
    const flag = definitions.definitions.flags.get(key);
    const override = newOverride(key, flag, serve, { ...by, ...target }, now);
    unknownFlags.assertKnown(key);
    const before = overrides.set.get(key, override) ?? null;
    assertWithinLimits(overrides.set, override, before);
    return { records: [{ action: 'override_set', key, before, after: override, ...by }] };
  }

  /**
   * Removes the override of one flag and target, if there is one.
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when `unit` or `unitBy` is invalid
   * @throws {StoreFailedError} (`STORE_FAILED`) when the stored override cannot be read
   */
  planClear({ key, ...target }: ChangeCommand<'clear_override'>, origin: ChangeOrigin): Change | undefined {
    const { overrides } = this.#parts;
    const cleared = targetOf(target);
    overrides.assertReadable(key, cleared);
    const before = overrides.set.get(key, cleared);
    if (before === undefined) return undefined;
    return { records: [{ action: 'override_cleared', key, before, after: null, ...originOf(origin) }] };
  }
}
