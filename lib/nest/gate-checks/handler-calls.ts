import type { Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import type { ClassMethod } from './class-methods.js';
import type { GateHost } from './gate-hosts.js';
import { resolverKindOf, type GraphqlModules } from './graphql-modules.js';

/** A test for methods that a library calls with Nest's guards, interceptors and parameters, as Nest calls handlers. */
export type IsExternalHandler = (handler: (...args: never[]) => unknown, host: Type) => boolean;

/** The enhancers that Nest calls for a method. */
export interface HandlerCalls {
  readonly guards: boolean;
  readonly interceptors: boolean;
  readonly parameters: boolean;
  /** Why guards or interceptors are not called, and what to do. */
  readonly remedy: string;
}

// Metadata keys of optional packages, copied because these may not be installed.
const GATEWAY = 'websockets:is_gateway';
const MESSAGE = 'websockets:message_mapping';
const PATTERN = 'microservices:pattern';

const PLAIN =
  'Nest calls guards, interceptors and parameter decorators only on routes, message handlers and resolvers. Gate a ' +
  'method with @RequireFlag or @FeatureFlag, or inject FlagManager; for a handler that a library calls through Nest, ' +
  'use the option "externalHandlers".';
const OBJECT =
  'Nest did not create its object, so it calls no guards or interceptors on it. List the class itself in "providers" instead ' +
  'of "useFactory" or "useValue".';
const TYPE = 'Nest never calls guards or interceptors on __resolveType. Gate the fields that lead to it.';

const ALL: HandlerCalls = { guards: true, interceptors: true, parameters: true, remedy: '' };

/** Determines which methods Nest calls as handlers, and which enhancers it calls for each. */
export class HandlerCallLookup {
  constructor(
    private readonly graphql: GraphqlModules,
    private readonly isExternal: IsExternalHandler,
  ) {}

  /** @returns `undefined` when the method is not a handler */
  of(host: GateHost, { name, method }: ClassMethod): HandlerCalls | undefined {
    const resolver = host.role === 'controller' ? undefined : resolverKindOf(host.type, name, method);
    if (host.role === 'object' && resolver !== undefined) return never(OBJECT);
    if (resolver === 'root' || isHandler(host, method)) return ALL;
    if (resolver === 'type') return { ...never(TYPE), parameters: true };
    if (resolver !== undefined) return this.#ofField(host.module);
    return this.isExternal(method, host.type) ? ALL : undefined;
  }

  /** The calls, with their remedy, for a gate on a method that is not a handler. */
  notHandler(host: GateHost): HandlerCalls {
    return never(host.role === 'object' ? OBJECT : PLAIN);
  }

  #ofField(module: Type): HandlerCalls {
    const guards = this.graphql.callOnFields('guards', module);
    const interceptors = this.graphql.callOnFields('interceptors', module);
    const missing = [guards ? [] : ["'guards'"], interceptors ? [] : ["'interceptors'"]].flat().join(', ');
    const remedy =
      `Nest calls it on GraphQL fields and references only with fieldResolverEnhancers: [${missing}] in the options of ` +
      'GraphQLModule. Add it, or gate each of these methods with @RequireFlag or @FeatureFlag instead.';
    return { guards, interceptors, parameters: true, remedy };
  }
}

function never(remedy: string): HandlerCalls {
  return { guards: false, interceptors: false, parameters: false, remedy };
}

function isHandler({ role, type }: GateHost, method: object): boolean {
  if (role === 'controller') return Reflect.hasMetadata(PATH_METADATA, method) || Reflect.hasMetadata(PATTERN, method);
  return role === 'provider' && isGateway(type) && Reflect.hasMetadata(MESSAGE, method);
}

export function isGateway(type: Type): boolean {
  return Reflect.hasMetadata(GATEWAY, type);
}
