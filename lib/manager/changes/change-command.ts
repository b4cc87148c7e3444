import type { Flag } from '../../engine/flag.js';
import type { FlagOverrideValue } from '../../engine/flag-override.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionName } from '../definitions/definition-kind.js';
import type { OverrideRequest } from '../overrides/new-override.js';
import type { OverrideEnd } from '../overrides/override-end.js';

interface CommandedTarget {
  readonly unit?: string | number | bigint | undefined;
  readonly unitBy?: string | undefined;
}

interface CommandedDefinition {
  readonly kind: DefinitionName;
  readonly key: string;
  /** The version that the caller has read; 0 if the definition must not exist yet. Absent to replace any version. */
  readonly expectedVersion?: number | undefined;
}

interface ChangeCommands {
  set_override: CommandedTarget &
    OverrideEnd & {
      readonly key: string;
      readonly serve: OverrideRequest | FlagOverrideValue;
    };
  clear_override: CommandedTarget & { readonly key: string };
  save_definition: CommandedDefinition & { readonly definition: Flag | Segment };
  delete_definition: CommandedDefinition;
  /** All changes or none; at most one for each definition. */
  change_definitions: {
    readonly changes: readonly ChangeCommand<'save_definition' | 'delete_definition'>[];
  };
}

export type ChangeCommandType = keyof ChangeCommands;

/**
 * A change of flags, segments or overrides, as requested by a method of the manager or by a schedule. Whether it is
 * possible is decided when it is planned.
 */
export type ChangeCommand<Type extends ChangeCommandType = ChangeCommandType> = {
  readonly [T in Type]: { readonly type: T } & ChangeCommands[T];
}[Type];
