import type { DefinitionPlanner } from '../definitions/definition-planner.js';
import type { OverridePlanner } from '../overrides/override-planner.js';
import type { PlannedChange } from './change.js';
import type { ChangeCommand, ChangeCommandType } from './change-command.js';
import type { ChangeOrigin } from './change-origin.js';

type Plans = {
  readonly [Type in ChangeCommandType]: (
    command: ChangeCommand<Type>,
    origin: ChangeOrigin,
    now: number,
  ) => PlannedChange;
};

export interface ChangePlannerParts {
  readonly overrides: OverridePlanner;
  readonly definitions: DefinitionPlanner;
}

/** Plans every command, whoever gives it: one that is made now and one that was scheduled take the same way. */
export class ChangePlanner {
  readonly #plans: Plans;

  constructor({ overrides, definitions }: ChangePlannerParts) {
    this.#plans = {
      set_override: (command, origin, now) => overrides.planSet(command, origin, now),
      clear_override: (command, origin) => overrides.planClear(command, origin),
      save_definition: (command, origin) => definitions.planSave(command, origin),
      delete_definition: (command, origin) => definitions.planDelete(command, origin),
      change_definitions: (command, origin) => definitions.planAll(command, origin),
    };
  }

  /**
   * Plans a command on what is in force.
   *
   * @param now when the command was given, in milliseconds since 1970
   * @returns `undefined` when there is nothing to do
   * @throws what the planner of the command throws: the command is refused
   */
  plan<Type extends ChangeCommandType>(command: ChangeCommand<Type>, origin: ChangeOrigin, now: number): PlannedChange {
    return this.#plans[command.type](command, origin, now);
  }
}
