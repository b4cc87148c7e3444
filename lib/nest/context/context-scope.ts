import type { ExecutionContext } from '@nestjs/common';
import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { isAnonymous } from '../../manager/scope/resolved-context.js';
import type { ContextResolution } from './context-resolution.js';
import { isSameKey } from './flag-context-key.js';
import type { FlagRequest } from './request-of.js';

interface Remembered {
  readonly key: readonly unknown[];
  readonly context: FlagContext | Promise<FlagContext>;
}

/**
 * Caches the context of one request, operation or message by the resolver's `cacheKey`; without a key, nothing is
 * cached. Anonymous contexts and failures are never cached.
 */
export class ContextScope {
  #remembered: Remembered | undefined;

  resolve(
    request: FlagRequest,
    resolution: ContextResolution,
    execution?: ExecutionContext,
  ): FlagContext | Promise<FlagContext> {
    const key = resolution.keyOf(request, execution);
    if (key === undefined) return resolution.resolve(request, execution);
    if (this.#remembered !== undefined && isSameKey(this.#remembered.key, key)) return this.#remembered.context;
    const context = resolution.resolve(request, execution);
    if (isPromise(context)) this.#rememberPending(key, context);
    else if (isLasting(context)) this.#remembered = { key, context };
    return context;
  }

  #rememberPending(key: readonly unknown[], context: Promise<FlagContext>): void {
    const pending: Remembered = { key, context };
    this.#remembered = pending;
    const settle = (settled?: FlagContext) => {
      if (this.#remembered !== pending) return;
      this.#remembered = settled !== undefined && isLasting(settled) ? { key, context: settled } : undefined;
    };
    context.then(settle, () => settle());
  }
}

function isLasting(context: FlagContext): boolean {
  return !isAnonymous(context) && !isFailedContext(context);
}
