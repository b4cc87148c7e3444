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

/** Injects the result of {@link prepareMessageHandlers}, which must run before Nest binds handlers. */
export const MESSAGE_HANDLERS = Symbol('MESSAGE_HANDLERS');

/**
 * Prepares the handlers of messages and subscriptions, for which no middleware runs: their user is ambient in services,
 * a denied message gets the error of its transport, and a denied event is skipped.
 *
 * An interceptor on these methods costs HTTP nothing; a global one would add about 5 µs to each request, and Nest does
 * not call it on a connected microservice without `inheritAppConfig`.
 *
 * @returns a function that completes the work once Nest has created all objects
 */
export async function prepareMessageHandlers(
  modules: ModulesContainer,
  gate: FlagGate,
  contexts: FlagContexts,
): Promise<() => void> {
  const found = hostsOf(modules).flatMap(messageHandlersOf);
  const kinds = new Set(found.map(({ kind }) => kind));
  const handlers = kinds.has('subscription') ? found : found.filter(({ kind }) => kind !== 'operation');
  handlers.forEach(bindFilter);
  if (kinds.has('socket')) await loadTransportErrors('ws');
  if (kinds.has('message') || kinds.has('event')) await loadTransportErrors('rpc');
  if (handlers.length === 0 || !contexts.entersRequests) return () => {};
  for (const { method } of handlers) bindFirst(INTERCEPTORS_METADATA, MessageScopeInterceptor, method);
  provideScopes(modules);
  const interceptor = new FlagContextInterceptor(gate, contexts);
  return () => scopesIn(modules).forEach((scope) => scope.attach(contexts, interceptor));
}

/**
 * Registers an interceptor in each module, where Nest looks it up. If another application has bound it to a shared class
 * before, Nest has found it in the metadata and creates it itself.
 */
function provideScopes(modules: ModulesContainer): void {
  for (const module of modules.values()) {
    if (module.injectables.has(MessageScopeInterceptor)) continue;
    module.addInjectable({ provide: MessageScopeInterceptor, useValue: new MessageScopeInterceptor() }, 'interceptor');
  }
}

function scopesIn(modules: ModulesContainer): MessageScopeInterceptor[] {
  return [...modules.values()].flatMap(({ injectables }) => {
    const scope: unknown = injectables.get(MessageScopeInterceptor)?.instance;
    return scope instanceof MessageScopeInterceptor ? [scope] : [];
  });
}

function bindFilter({ type, method, kind }: MessageHandler): void {
  if (kind === 'event') return bindFirst(EXCEPTION_FILTERS_METADATA, deniedEventFilter, method);
  if (kind !== 'message' && kind !== 'socket') return; // GraphQL sends the error with its code
  const filters = [type, method].flatMap((holder) => enhancersOf(EXCEPTION_FILTERS_METADATA, holder));
  if (!filters.some(catchesDisabledError)) bindFirst(EXCEPTION_FILTERS_METADATA, deniedMessageFilter, method);
}

function messageHandlersOf(host: GateHost): MessageHandler[] {
  return methodsOf(host.type).flatMap((each) => {
    const kind = messageKindOf(host, each);
    return kind === undefined ? [] : [{ type: host.type, method: each.method, kind }];
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
