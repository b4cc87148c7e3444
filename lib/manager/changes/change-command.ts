import type { Flag } from '../../engine/flag.js';
import type { FlagOverrideValue } from '../../engine/flag-override.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionName } from '../definitions/definition-kind.js';
import type { OverrideRequest } from '../overrides/new-override.js';

interface CommandedTarget {
  readonly unit?: string | number | bigint | undefined;
  readonly unitBy?: string | undefined;
}

interface CommandedDefinition {
  readonly kind: DefinitionName;
  readonly key: string;
  /** The version that the caller has seen, 0 for "does not exist yet". Absent: whatever is there is replaced. */
  readonly expectedVersion?: number | undefined;
}

interface ChangeCommands {
  set_override: CommandedTarget & {
    readonly key: string;
    readonly serve: OverrideRequest | FlagOverrideValue;
    readonly expiresAt?: Date | string | undefined;
  };
  clear_override: CommandedTarget & { readonly key: string };
  save_definition: CommandedDefinition & { readonly definition: Flag | Segment };
  delete_definition: CommandedDefinition;
  /** All of them or none, at most one of each definition. */
  change_definitions: {
    readonly changes: readonly ChangeCommand<'save_definition' | 'delete_definition'>[];
  };
}

export type ChangeCommandType = keyof ChangeCommands;

/**
 * What can be done to flags, segments and overrides: by a method of the manager, by a schedule, or by whatever else makes
 * changes. It says what is wanted; whether that is possible is decided when it is planned.
 */
export type ChangeCommand<Type extends ChangeCommandType = ChangeCommandType> = {
  readonly [T in Type]: { readonly type: T } & ChangeCommands[T];
}[Type];
