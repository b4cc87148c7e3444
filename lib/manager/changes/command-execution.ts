import type { AuditEntry } from '../../store/audit-entry.js';
import type { Clock } from '../clock.js';
import type { ChangeCommand } from './change-command.js';
import type { ChangeOrigin } from './change-origin.js';
import type { ChangePlanner } from './change-planner.js';
import type { ChangeWriter } from './change-writer.js';
import type { RequestActor } from './request-actor.js';

export interface CommandExecutionParts {
  readonly planner: ChangePlanner;
  readonly writer: ChangeWriter;
  readonly clock: Pick<Clock, 'now'>;
}

/** Checks whether changes are accepted. */
export interface RunningCheck {
  /** @throws {NotRunningError} (`NOT_RUNNING`) when changes are not accepted */
  assertRunning(): void;
}

/** Executes a caller's command: plans and commits it. */
export class CommandExecution {
  readonly #parts: CommandExecutionParts;
  readonly #lifecycle: RunningCheck;
  readonly #actor: RequestActor;

  constructor(parts: CommandExecutionParts, lifecycle: RunningCheck, actor: RequestActor) {
    this.#parts = parts;
    this.#lifecycle = lifecycle;
    this.#actor = actor;
  }

  /** @returns the audit entries of the change; none when there was nothing to do */
  async run(command: ChangeCommand, origin: ChangeOrigin): Promise<readonly AuditEntry[]> {
    this.#lifecycle.assertRunning();
    const by = this.#actor.complete(origin);
    const { planner, writer, clock } = this.#parts;
    const now = clock.now(); // read before waiting in the queue, so that an override whose expiry passes meanwhile is still accepted
    return await writer.commit(() => planner.plan(command, by, now));
  }
}
