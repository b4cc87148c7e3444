import type { FlagContext } from '../../engine/flag-context.js';
import { isPromise } from '../../internal/is-promise.js';
import { functionOption } from '../../internal/options/option-readers.js';
import { InvalidGateError } from '../gate-checks/gate.errors.js';
import { DecoratedMethod } from './decorated-method.js';
import { injectGate, injectedGateOf } from './injected-gate.js';
import { methodContexts } from './method-contexts.js';
import type { Method } from './method-replacement.js';

const DECORATOR = '@WithFlagContext';

/** Returns the context of a call from its arguments; `undefined` for an anonymous user. */
export type MethodContextResolver = (...args: never[]) => FlagContext | undefined | Promise<FlagContext | undefined>;

const resolverOption = functionOption<MethodContextResolver>();

/**
 * Runs a method with a context from its arguments: flags are evaluated for it in the method and in everything that the
 * method calls, as in a request. Use it for code that runs outside requests, such as a queue processor, a `@Cron` job or
 * an `@OnEvent` listener. Gates on the same method are evaluated for this context too, above or below.
 *
 * An async method waits for a resolver that returns a promise, for at most `contextTimeout`, and for sticky variants
 * that other instances have served. If the resolver fails, `onContextError` applies.
 *
 * @param resolver must return the context itself unless the method is async
 * @example
 * @WithFlagContext((job: Job<InvoiceJob>) => ({ userId: job.data.customerId }))
 * async process(job: Job<InvoiceJob>) {}
 *
 * @throws {InvalidGateError} (`INVALID_GATE`) unless it is on a method, once
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when the resolver is not a function
 */
export function WithFlagContext(resolver: MethodContextResolver): MethodDecorator {
  resolverOption(resolver, `The resolver of ${DECORATOR}`);
  return (target, name: string | symbol | undefined, descriptor: PropertyDescriptor | undefined) => {
    const method = new DecoratedMethod(DECORATOR, target, name, descriptor);
    assertFirst(method);
    const replacement = method.encloseBy((body) => runningWithin(method, body, resolver));
    injectGate(target, replacement);
    methodContexts.add(method, DECORATOR, replacement);
  };
}

function runningWithin({ place, kind }: DecoratedMethod, body: Method, resolver: MethodContextResolver): Method {
  const mayWait = kind === 'async' || kind === 'async_generator';
  const name = `The resolver of ${DECORATOR} on ${place}`;
  return function (...args) {
    const gate = injectedGateOf(this, place);
    const context = gate.contextOfArguments({ resolve: () => resolver(...(args as never[])), name, mayWait });
    const run = (resolved: FlagContext) => gate.runWith(resolved, () => Reflect.apply(body, this, args));
    if (!isPromise(context)) return run(context);
    return kind === 'async' ? context.then(run) : generatedLater(context, run);
  };
}

async function* generatedLater(
  context: PromiseLike<FlagContext>,
  run: (resolved: FlagContext) => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return yield* run(await context) as AsyncGenerator<unknown, unknown, unknown>;
}

function assertFirst({ prototype, name, place }: DecoratedMethod): void {
  if (methodContexts.ownOf(prototype, name).length === 0) return;
  throw new InvalidGateError(`${place} has more than one ${DECORATOR}: keep one of them.`);
}
