import type { ScheduledChange } from '../../store/flag-schedule.js';
import type { ChangeCommand } from '../changes/change-command.js';
import { definitionKinds, type DefinitionName } from '../definitions/definition-kind.js';

/** What a scheduled change is about: a flag, its overrides included, or a segment. */
const CHANGED = {
  set_override: 'flag',
  clear_override: 'flag',
  save_flag: 'flag',
  delete_flag: 'flag',
  save_segment: 'segment',
  delete_segment: 'segment',
} as const satisfies Record<ScheduledChange['type'], DefinitionName>;

/**
 * The command that a scheduled change stands for. It is stored with its definition as it was given, and read when it is made.
 *
 * @throws {InvalidFlagError} (`INVALID_FLAG`) when its definition cannot be read
 */
export function scheduledCommand(change: ScheduledChange): ChangeCommand {
  if (change.type === 'set_override' || change.type === 'clear_override') return change;
  const { key, expectedVersion } = change;
  const kind = CHANGED[change.type];
  if (!('definition' in change)) return { type: 'delete_definition', kind, key, expectedVersion };
  const definition = definitionKinds[kind].parse(key, change.definition);
  return { type: 'save_definition', kind, key, definition, expectedVersion };
}

/** Names what is changed: changes of the same flag or segment are made in order. */
export function changedDefinition({ type, key }: ScheduledChange): string {
  return `${CHANGED[type]} ${key}`;
}
