import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { ForcedFlags } from '../../engine/forced-flags.js';
import type { Extensions } from '../../engine/extensions.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import { isPromise } from '../../internal/is-promise.js';
import type { EvaluationObserver } from '../../manager/reading/evaluation-observer.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';
import { forcedWithin } from '../../manager/scope/forced-flags.js';
import { installTestHooks, type ComposedManager, type TestHooks } from '../../manager/scope/test-hooks.js';
import { KnownManagers } from './known-managers.js';
import { IncomingRequests } from './incoming-requests.js';
import { OutgoingRequests } from './outgoing-requests.js';
import { TestScope } from './test-scope.js';
import { undefinedFlags } from './undefined-flags.js';

/** The name of the header that carries the id of a scope from a test to the server in the same process. */
export const SCOPE_HEADER = 'x-feature-flags-test-scope';

/**
 * The scopes of all tests in this process. Code belongs to the scope in which it was called or started, through
 * AsyncLocalStorage. A request over a socket has no connection to the code that has sent it, so it takes the random id
 * of the scope along in a header, which is known only while the scope is active.
 */
export class TestScopes implements TestHooks {
  readonly managers = new KnownManagers();
  readonly #storage = new AsyncLocalStorage<TestScope | undefined>();
  readonly #ids = new Map<string, TestScope>();
  readonly #idOf = new WeakMap<TestScope, string>();
  readonly #outgoing = new OutgoingRequests(() => this.#header());
  readonly #incoming = new IncomingRequests((request) => this.#storage.enterWith(this.#scopeOf(request)));
  readonly #plain: () => FlagReader;
  #running = 0;

  /** @param plain returns a reader without definitions, for objects that belong to no application */
  constructor(plain: () => FlagReader) {
    this.#plain = plain;
  }

  /** The innermost scope of the code that runs now; `undefined` outside scopes. */
  get current(): TestScope | undefined {
    return TestScope.activeOf(this.#storage.getStore());
  }

  /**
   * Runs `work` within a new scope, which ends when `work` has returned or, if it returns a promise, when that is
   * settled.
   */
  run<T>(parts: { readonly forced?: ForcedFlags; readonly recorder?: EvaluationObserver }, work: () => T): T {
    const { current: outer } = this;
    const recorders = [...(outer?.recorders ?? []), ...(parts.recorder === undefined ? [] : [parts.recorder])];
    const scope = new TestScope(outer, forcedWithin(outer?.forced, parts.forced), recorders);
    this.#start();
    return this.#storage.run(scope, () => this.#untilEnd(scope, work));
  }

  /** Runs `work`, and ends the scope. A lazy promise, such as a request of supertest, begins its work within the scope. */
  #untilEnd<T>(scope: TestScope, work: () => T): T {
    let isPending = false;
    try {
      const result = work();
      if (!isPromise(result)) return result;
      isPending = true;
      const ended = result.then(
        (value) => {
          this.#end(scope);
          return value;
        },
        (error: unknown) => {
          this.#end(scope);
          throw error;
        },
      );
      return ended as T; // a promise of what `work` returns a promise of
    } finally {
      if (!isPending) this.#end(scope);
    }
  }

  forced(): ForcedFlags | undefined {
    return this.current?.forced;
  }

  observe(key: string, context: FlagContext, evaluation: FlagEvaluation): void {
    for (const recorder of this.current?.recorders ?? []) recorder.observe(key, context, evaluation);
  }

  addManager(manager: ComposedManager, extensions: Extensions | undefined): void {
    this.managers.add(manager, extensions);
  }

  runRequest(request: object, work: () => void): void {
    // A request without a socket, as from `inject` of Fastify, is handled by the code that has sent it.
    if ('socket' in request && request.socket instanceof Socket) this.#storage.run(this.#scopeOf(request), work);
    else work();
  }

  plainFlags(): FlagReader | undefined {
    return this.current?.forced === undefined ? undefined : this.#plain();
  }

  #start(): void {
    if (this.#running++ > 0) return;
    this.#outgoing.start();
    this.#incoming.start();
  }

  #end(scope: TestScope): void {
    scope.isOver = true;
    const id = this.#idOf.get(scope);
    if (id !== undefined) this.#ids.delete(id);
    if (--this.#running > 0) return;
    this.#outgoing.stop();
    this.#incoming.stop();
  }

  #header(): { readonly name: string; readonly value: string } | undefined {
    const { current } = this;
    return current && { name: SCOPE_HEADER, value: this.#identify(current) };
  }

  #identify(scope: TestScope): string {
    const known = this.#idOf.get(scope);
    if (known !== undefined) return known;
    const id = randomUUID();
    this.#idOf.set(scope, id);
    this.#ids.set(id, scope);
    return id;
  }

  #scopeOf(request: object): TestScope | undefined {
    const { headers } = request as { readonly headers?: Readonly<Record<string, unknown>> };
    const id = headers?.[SCOPE_HEADER];
    return typeof id === 'string' ? this.#ids.get(id) : undefined;
  }
}

/** The scopes of this process, also if it has loaded the package both as ES modules and as CommonJS. */
export const testScopes = installTestHooks(() => new TestScopes(undefinedFlags));
