import type { ExecutionContext } from '@nestjs/common';
import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { RequestPreparation } from '../../manager/reading/request-preparation.js';
import { frozenContext } from '../../manager/scope/resolved-context.js';
import type { FlagGate } from '../../nest/gates/flag-gate.js';
import { OfrepRequestError } from '../ofrep-request.error.js';
import type { BodyContext } from './body-context.js';
import { effectiveContext, type BodyRules } from './effective-context.js';

export interface CallerContextsOptions {
  readonly gate: Pick<FlagGate, 'contextOf'>;
  readonly preparation: RequestPreparation;
  readonly rules: BodyRules;
  /** Whether a request that nobody can be identified by is answered. */
  readonly isKeyOptional: boolean;
}

/** Resolves the contexts of callers, and reads what their evaluations need. */
export class CallerContexts {
  readonly #options: CallerContextsOptions;

  constructor(options: CallerContextsOptions) {
    this.#options = options;
  }

  /**
   * The context that the server itself knows, such as the user of the session.
   *
   * @throws {OfrepRequestError} if it cannot be resolved
   */
  async ofSession(execution: ExecutionContext): Promise<FlagContext> {
    const session = await this.#options.gate.contextOf(execution, 'interceptor');
    if (!isFailedContext(session)) return session;
    throw new OfrepRequestError(500, 'GENERAL', 'The context of the request could not be resolved.');
  }

  /**
   * The context for which the flags of a request are evaluated.
   *
   * @throws {OfrepRequestError} if it cannot be resolved, or identifies nobody although a targeting key is required
   */
  async ofRequest(execution: ExecutionContext, body: BodyContext): Promise<FlagContext> {
    const { preparation, rules, isKeyOptional } = this.#options;
    const session = await this.ofSession(execution);
    const context = frozenContext(effectiveContext(session, body, rules));
    if (context.userId === undefined && context.sessionId === undefined && !isKeyOptional)
      throw new OfrepRequestError(400, 'TARGETING_KEY_MISSING', 'The context must have a "targetingKey".');
    await preparation.readVariants(context);
    return context;
  }
}
