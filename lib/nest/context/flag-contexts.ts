import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExecutionContext } from '@nestjs/common';
import { ANONYMOUS, type FlagContext } from '../../engine/flag-context.js';
import type { FlagLogger } from '../../manager/flag-logger.js';
import { isPromise } from '../../manager/is-promise.js';
import { messageOf } from '../../providers/provider.errors.js';
import { withTimeout } from '../../providers/with-timeout.js';
import { ContextFailedError } from './context.errors.js';
import { RequestUserResolver, type FlagContextResolver } from './flag-context.resolver.js';
import { requestKeyOf, requestOf, type FlagRequest } from './request-key.js';

export interface FlagContextsOptions {
  /** How long the resolver may take, in milliseconds. */
  readonly timeout: number;
  /** What a resolver that fails means. */
  readonly onError: 'anonymous' | 'throw';
  readonly logger: FlagLogger;
}

interface KnownContext {
  readonly context: FlagContext | Promise<FlagContext>;
  /** Who the request's user was when it was resolved. */
  readonly user: unknown;
}

/** A request that is being answered, and what was last resolved for it. */
interface AmbientRequest {
  readonly request: FlagRequest;
  /** The context and whose it is: whoever `request.user` was, by identity and by id. */
  known: { readonly context: FlagContext; readonly user: unknown; readonly holder: unknown } | undefined;
}

/** Whom the current request's flags are evaluated for; resolved for each request, and seen by nobody else. */
export class FlagContexts {
  readonly #requests = new AsyncLocalStorage<AmbientRequest>();
  readonly #known = new WeakMap<object, KnownContext>();
  readonly #reported = new Set<string>();
  readonly #resolver: FlagContextResolver;
  /** Whether resolving again costs less than remembering: the default resolver only reads `request.user`. */
  readonly #resolvesAnew: boolean;
  readonly #options: FlagContextsOptions;

  constructor(resolver: FlagContextResolver, options: FlagContextsOptions) {
    this.#resolver = resolver;
    this.#resolvesAnew = resolver.resolve === RequestUserResolver.prototype.resolve;
    this.#options = options;
  }

  /** Runs `work` so that {@link FlagContexts.ambient} finds the request in everything that `work` calls or starts. */
  run<T>(request: FlagRequest, work: () => T): T {
    return this.#requests.run({ request, known: undefined }, work);
  }

  /** Forgets all requests. Until then Node keeps the storage, and each costs every promise of the process a little. */
  close(): void {
    this.#requests.disable();
  }

  /** Whether the code that is running was started by {@link FlagContexts.run}. */
  get isRunning(): boolean {
    return this.#requests.getStore() !== undefined;
  }

  /** Whether what {@link FlagContexts.ambient} finds here is this request. */
  isAmbient(request: FlagRequest): boolean {
    const running = this.#requests.getStore();
    return running !== undefined && isSame(running.request, request);
  }

  /**
   * The context of the request that is being answered; a promise only where the resolver returns one.
   *
   * @throws {ContextFailedError} (`CONTEXT_FAILED`) when the resolver fails and `onContextError` is `throw`
   */
  of(execution: ExecutionContext): FlagContext | Promise<FlagContext> {
    const request = requestOf(execution);
    if (request === undefined) return ANONYMOUS;
    const running = this.#requests.getStore();
    if (running === undefined) return this.#ofRequest(request);
    if (running.request === request) return this.#ofAmbient(running);
    if (!isSame(running.request, request) && execution.getType() === 'http') this.#report(LOST_CONTEXT);
    return this.#ofRequest(request);
  }

  /** The context of the request that the running code belongs to; `undefined` outside of requests. Never throws. */
  ambient(): FlagContext | undefined {
    const running = this.#requests.getStore();
    if (running === undefined) return undefined;
    try {
      const context = this.#ofAmbient(running);
      if (!isPromise(context)) return context;
      context.catch(() => {}); // whoever awaits it gets the error
      this.#report('A flag was asked for before the context of its request was resolved: nobody was assumed.');
    } catch (error) {
      this.#report(messageOf(error));
    }
    return ANONYMOUS;
  }

  /** Every question without a context comes this way: the second one of a request and user finds what the first did. */
  #ofAmbient(running: AmbientRequest): FlagContext | Promise<FlagContext> {
    const { request, known } = running;
    const user = userOf(request);
    const holder = this.#resolvesAnew ? holderOf(request) : undefined; // the default resolver reads all of it
    if (known !== undefined && known.user === user && known.holder === holder) return known.context;
    const context = this.#ofRequest(request);
    if (context !== ANONYMOUS && !isPromise(context)) running.known = { context, user, holder };
    return context;
  }

  #ofRequest(request: FlagRequest): FlagContext | Promise<FlagContext> {
    if (this.#resolvesAnew) return this.#resolve(request);
    const key = requestKeyOf(request);
    const user = userOf(request);
    const known = this.#known.get(key);
    // What was asked for before authentication, or before another user signed in on a socket, does not hold after it.
    if (known !== undefined && known.user === user) return known.context;
    const context = this.#resolve(request);
    // Nobody is not remembered: somebody may sign in before the next question.
    if (context !== ANONYMOUS) this.#known.set(key, { context, user });
    if (isPromise(context)) this.#rememberResolved(key, user, context);
    return context;
  }

  #rememberResolved(key: object, user: unknown, pending: Promise<FlagContext>): void {
    const remember = (context: FlagContext) => {
      if (this.#known.get(key)?.context === pending) this.#known.set(key, { context, user });
    };
    pending.then(remember).catch(() => {}); // whoever awaits it gets the error
  }

  #resolve(request: FlagRequest): FlagContext | Promise<FlagContext> {
    try {
      const context = this.#resolver.resolve(request);
      return isPromise(context) ? this.#await(context) : checked(context);
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #await(pending: PromiseLike<FlagContext | undefined>): Promise<FlagContext> {
    const { timeout } = this.#options;
    const expired = () => new Error(`it took longer than ${timeout} ms ("contextTimeout")`);
    try {
      return checked(await withTimeout(async () => await pending, timeout, expired));
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(cause: unknown): FlagContext {
    const error = new ContextFailedError(
      `The FlagContextResolver failed: ${messageOf(cause)}. Mend it, or choose what that means with "onContextError".`,
      { cause },
    );
    if (this.#options.onError === 'throw') throw error;
    this.#report(error.message);
    return ANONYMOUS;
  }

  #report(message: string): void {
    if (this.#reported.has(message) || this.#reported.size >= MAX_REPORTS) return;
    this.#reported.add(message);
    this.#options.logger.error(message);
  }
}

const MAX_REPORTS = 100;

const LOST_CONTEXT =
  'A middleware has gone on with a request in the async context of another one, so that services see the user of that ' +
  'other request. Register it with app.use() before the application starts, or bind its callback with AsyncResource.';

function isSame(one: FlagRequest, other: FlagRequest): boolean {
  return one === other || requestKeyOf(one) === requestKeyOf(other);
}

/** What tells one user from another, though every guard may make an object of its own; `undefined` for nobody. */
function userOf(request: FlagRequest): unknown {
  try {
    const { user } = request;
    if (typeof user !== 'object' || user === null) return user ?? undefined;
    const { id, userId, sub } = user as { readonly id?: unknown; readonly userId?: unknown; readonly sub?: unknown };
    return id ?? userId ?? sub ?? true;
  } catch {
    return undefined; // a getter of the framework: the resolver meets the same error, and it is reported there
  }
}

function holderOf(request: FlagRequest): unknown {
  try {
    return request.user;
  } catch {
    return undefined;
  }
}

function checked(context: FlagContext | undefined): FlagContext {
  if (context === undefined || context === null) return ANONYMOUS;
  if (typeof context !== 'object') throw new TypeError(`it must return an object, not a ${typeof context}`);
  return context;
}
