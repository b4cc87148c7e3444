import type { ScheduledChange } from '../../store/flag-schedule.js';
import type { ChangeCommand } from '../changes/change-command.js';
import { definitionKinds, type DefinitionName } from '../definitions/definition-kind.js';

/** The kind of definition that a scheduled change concerns; overrides belong to their flag. */
const CHANGED = {
  set_override: 'flag',
  clear_override: 'flag',
  save_flag: 'flag',
  delete_flag: 'flag',
  save_segment: 'segment',
  delete_segment: 'segment',
} as const satisfies Record<ScheduledChange['type'], DefinitionName>;

/**
 * Converts a scheduled change to a command. Its definition is stored unparsed, and parsed only here.
 *
 * @throws {InvalidFlagError} (`INVALID_FLAG`) when its definition is invalid
 */
export function scheduledCommand(change: ScheduledChange): ChangeCommand {
  if (change.type === 'set_override' || change.type === 'clear_override') return change;
  const { key, expectedVersion } = change;
  const kind = CHANGED[change.type];
  if (!('definition' in change)) return { type: 'delete_definition', kind, key, expectedVersion };
  const definition = definitionKinds[kind].parse(key, change.definition);
  return { type: 'save_definition', kind, key, definition, expectedVersion };
}

/** Identifies the flag or segment that a change concerns; changes of the same one are made in order. */
export function changedDefinition({ type, key }: ScheduledChange): string {
  return `${CHANGED[type]} ${key}`;
}
