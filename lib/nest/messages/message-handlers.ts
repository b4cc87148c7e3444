import { EXCEPTION_FILTERS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import { FlagContextInterceptor } from '../context/flag-context.interceptor.js';
import type { FlagContexts } from '../context/flag-contexts.js';
import { catchesDisabledError } from '../denials/disabled-error-filters.js';
import { loadTransportErrors } from '../denials/message-exceptions.js';
import { methodsOf } from '../gate-checks/class-methods.js';
import { hostsOf, type GateHost } from '../gate-checks/gate-hosts.js';
import type { FlagGate } from '../gates/flag-gate.js';
import { deniedEventFilter } from './denied-event.filter.js';
import { deniedMessageFilter } from './denied-message.filter.js';
import { messageKindOf, type MessageKind } from './message-kind.js';
import { MessageScopeInterceptor } from './message-scope.interceptor.js';

interface MessageHandler {
  readonly type: object;
  readonly method: object;
  readonly kind: MessageKind;
}

/** The token of {@link prepareMessageHandlers}: Nest calls it before it binds handlers, and lifecycle hooks after that. */
export const MESSAGE_HANDLERS = Symbol('MESSAGE_HANDLERS');

/**
 * Prepares the handlers of messages and subscriptions, for which no middleware runs: their user is ambient in services,
 * a denied message gets the error of its transport, and a denied event is skipped.
 *
 * An interceptor on these methods costs HTTP nothing; a global one would add about 5 µs to each request, and Nest does
 * not call it on a connected microservice without `inheritAppConfig`.
 */
export async function prepareMessageHandlers(
  modules: ModulesContainer,
  gate: FlagGate,
  contexts: FlagContexts,
): Promise<void> {
  const found = hostsOf(modules).flatMap(messageHandlersOf);
  const kinds = new Set(found.map(({ kind }) => kind));
  const handlers = kinds.has('subscription') ? found : found.filter(({ kind }) => kind !== 'operation');
  if (handlers.length === 0) return;
  if (contexts.entersRequests) {
    provideScope(modules, MessageScopeInterceptor.of(contexts, new FlagContextInterceptor(gate, contexts)));
    for (const { method } of handlers) bindFirst(INTERCEPTORS_METADATA, MessageScopeInterceptor, method);
  }
  handlers.forEach(bindFilter);
  if (kinds.has('socket')) await loadTransportErrors('ws');
  if (kinds.has('message') || kinds.has('event')) await loadTransportErrors('rpc');
}

/** Registers the instance of the interceptor where Nest looks it up for the methods of a module. */
function provideScope(modules: ModulesContainer, useValue: MessageScopeInterceptor): void {
  for (const module of modules.values()) {
    module.addInjectable({ provide: MessageScopeInterceptor, useValue }, 'interceptor');
  }
}

function bindFilter({ type, method, kind }: MessageHandler): void {
  if (kind === 'event') return bindFirst(EXCEPTION_FILTERS_METADATA, deniedEventFilter, method);
  if (kind !== 'message' && kind !== 'socket') return; // GraphQL sends the error with its code
  const filters = [type, method].flatMap((holder) => enhancersOf(EXCEPTION_FILTERS_METADATA, holder));
  if (!filters.some(catchesDisabledError)) bindFirst(EXCEPTION_FILTERS_METADATA, deniedMessageFilter, method);
}

function messageHandlersOf(host: GateHost): MessageHandler[] {
  return methodsOf(host.type).flatMap(({ method }) => {
    const kind = messageKindOf(host, method);
    return kind === undefined ? [] : [{ type: host.type, method, kind }];
  });
}

/** Binds an enhancer as the outermost interceptor of a method, or as the last filter that Nest tries on it. */
function bindFirst(key: string, enhancer: object, method: object): void {
  const enhancers = enhancersOf(key, method);
  if (!enhancers.includes(enhancer)) Reflect.defineMetadata(key, [enhancer, ...enhancers], method);
}

function enhancersOf(key: string, holder: object): readonly unknown[] {
  const enhancers: unknown = Reflect.getMetadata(key, holder);
  return Array.isArray(enhancers) ? enhancers : [];
}
