import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { ChangeOrigin } from '../changes/change-origin.js';
import type { Change } from '../changes/change.js';
import type { ChangeCommand } from '../changes/change-command.js';
import type { ReplicaState } from '../replica/replica-state.js';
import type { DefinitionRegistry } from './definition-registry.js';
import { writeOf, type DefinitionWrite } from './definition-write.js';
import { ProvidedDefinitionPlanner } from './provided-definition-planner.js';
import { StoredDefinitionPlanner } from './stored-definition-planner.js';

export interface DefinitionPlannerParts {
  readonly registry: DefinitionRegistry;
  readonly layers: LayeredDefinitions;
  readonly audit: AuditLog;
  readonly chain: ChainedProvider;
  /** The state of the store; absent if definitions are written to providers. */
  readonly stored: (() => ReplicaState) | undefined;
}

/** Plans writes to the store or, without one, to a provider. */
interface WritePlanner {
  plan(write: DefinitionWrite, origin: ChangeOrigin): Promise<Change | undefined>;
  planAll(writes: readonly DefinitionWrite[], origin: ChangeOrigin): Promise<Change | undefined>;
}

/** Plans writes of definitions: to the store if it holds definitions, else to the first writable provider. */
export class DefinitionPlanner {
  readonly #planner: WritePlanner;

  constructor({ stored, ...parts }: DefinitionPlannerParts) {
    this.#planner =
      stored === undefined ? new ProvidedDefinitionPlanner(parts) : new StoredDefinitionPlanner({ ...parts, stored });
  }

  /**
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when the definition is inconsistent with those in force
   * @throws {VersionConflictError} (`VERSION_CONFLICT`) when the definition does not have the expected version
   * @throws {ReadOnlyError} (`READ_ONLY`) when nothing accepts the write
   */
  planSave(command: ChangeCommand<'save_definition'>, origin: ChangeOrigin): Promise<Change | undefined> {
    return this.#planner.plan(writeOf(command), origin);
  }

  /**
   * Plans to delete a definition from the store or provider to which it would be saved; `undefined` if the definition
   * is not there. Throws the same errors as {@link planSave}.
   */
  planDelete(command: ChangeCommand<'delete_definition'>, origin: ChangeOrigin): Promise<Change | undefined> {
    return this.#planner.plan(writeOf(command), origin);
  }

  /**
   * Plans to save and delete many definitions, which are checked together.
   *
   * @throws {EditsRefusedError} (`EDITS_REFUSED`) listing all rejected edits
   */
  planAll({ changes }: ChangeCommand<'change_definitions'>, origin: ChangeOrigin): Promise<Change | undefined> {
    return this.#planner.planAll(changes.map(writeOf), origin);
  }
}
