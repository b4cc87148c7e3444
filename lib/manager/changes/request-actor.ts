import { FlagLimits } from '../../engine/flag-limits.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { isText } from '../../internal/text.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { FlagLogger } from '../flag-logger.js';
import type { FlagScopes } from '../scope/flag-scopes.js';
import { topicLogger } from '../topic-logger.js';
import type { ChangeOrigin } from './change-origin.js';

export interface RequestActorOptions {
  readonly scopes: Pick<FlagScopes, 'current'>;
  /** Returns the actor of a request from its state; absent if requests have no actors. */
  readonly actorOf: ((requestState: object) => unknown) | undefined;
  readonly logger: FlagLogger;
}

/**
 * The actor of changes that are made during a request. An actor that cannot be used is reported, and never prevents a
 * change.
 */
export class RequestActor {
  readonly #options: RequestActorOptions;
  readonly #reporter: BoundedReporter;

  constructor(options: RequestActorOptions) {
    const { logger } = options;
    this.#options = options;
    this.#reporter = new BoundedReporter(
      (problem) => topicLogger(logger, 'actor-resolver-failed').error(problem),
      'failures of "actorResolver"',
    );
  }

  /** The origin of a change; with the actor of the current request, unless the caller has named one. */
  complete<Origin extends ChangeOrigin>(origin: Origin): Origin {
    const { actorOf, scopes } = this.#options;
    if (actorOf === undefined || origin.actor !== undefined) return origin;
    const state = scopes.current?.requestState;
    const actor = state === undefined ? undefined : this.#read(actorOf, state);
    return actor === undefined ? origin : { ...origin, actor };
  }

  #read(actorOf: (requestState: object) => unknown, state: object): string | undefined {
    try {
      const actor = actorOf(state);
      if (actor === undefined || actor === null) return undefined;
      if (isText(actor, FlagLimits.nameLength)) return actor;
      ignoreRejection(actor);
      this.#report(`it returned ${kindOf(actor)}, not text of up to ${FlagLimits.nameLength} characters`);
    } catch (error) {
      this.#report(`it threw ${thrownName(error)}`);
    }
    return undefined;
  }

  #report(why: string): void {
    this.#reporter.report(`"actorResolver" failed, so the audit log names no actor: ${why}.`);
  }
}
