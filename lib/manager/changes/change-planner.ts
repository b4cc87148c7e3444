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

/** Plans every command. Immediate and scheduled changes share this path. */
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
   * Plans a command, based on the definitions and overrides in force.
   *
   * @param now the time of the command, in milliseconds since 1970
   * @returns `undefined` when there is nothing to do
   * @throws the error with which the planner of the command rejects it
   */
  plan<Type extends ChangeCommandType>(command: ChangeCommand<Type>, origin: ChangeOrigin, now: number): PlannedChange {
    return this.#plans[command.type](command, origin, now);
  }
}
