import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';

/**
 * Metadata keys and tokens of `@nestjs/graphql`, copied because it is not a dependency. All drivers (Apollo,
 * Mercurius) use the same.
 */
const OPTIONS = 'GqlModuleOptions';
const RESOLVER_TYPE = 'graphql:resolver_type';
const RESOLVE_PROPERTY = 'graphql:resolve_property';
const RESOLVE_REFERENCE = 'graphql:resolve_reference';
const ROOT_TYPES: ReadonlySet<unknown> = new Set(['Query', 'Mutation', 'Subscription']);

/** Nest calls no enhancers on it, regardless of `fieldResolverEnhancers`. */
const RESOLVE_TYPE = '__resolveType';

/**
 * The kind of a resolver method: `root` for a query, mutation or subscription, `field`, or a `reference` or `type`
 * resolver.
 */
export type ResolverKind = 'root' | 'field' | 'reference' | 'type';

export function resolverKindOf(host: Type, name: string, method: object): ResolverKind | undefined {
  const type: unknown = Reflect.getMetadata(RESOLVER_TYPE, method) || Reflect.getMetadata(RESOLVER_TYPE, host);
  if (!type) return undefined;
  const isReference = Reflect.hasMetadata(RESOLVE_REFERENCE, method);
  const isRoot = ROOT_TYPES.has(type);
  if (!isRoot && !isReference && !Reflect.hasMetadata(RESOLVE_PROPERTY, method)) return undefined;
  if (name === RESOLVE_TYPE) return 'type';
  if (isRoot) return 'root';
  return isReference ? 'reference' : 'field';
}

export function isSubscription(method: object): boolean {
  return Reflect.getMetadata(RESOLVER_TYPE, method) === 'Subscription';
}

interface GraphqlModule {
  readonly enhancers: readonly unknown[];
  /** The modules whose resolvers it serves; all modules if empty. */
  readonly include: readonly unknown[];
  readonly isFederated: boolean;
}

/** The GraphQL modules of the application, with the options of their `forRoot` or `forRootAsync`. */
export class GraphqlModules {
  readonly #modules: readonly GraphqlModule[];

  constructor(modules: ModulesContainer) {
    this.#modules = [...modules.values()].flatMap(({ providers }) => {
      const options: unknown = providers.get(OPTIONS)?.instance;
      if (typeof options !== 'object' || options === null) return [];
      const { fieldResolverEnhancers, include } = options as Readonly<Record<string, unknown>>;
      const drivers = [...providers.values()].map(({ metatype }) => String(metatype?.name));
      return [
        {
          enhancers: Array.isArray(fieldResolverEnhancers) ? fieldResolverEnhancers : [],
          include: Array.isArray(include) ? include : [],
          isFederated: drivers.some((name) => name.includes('Federation')),
        },
      ];
    });
  }

  /** Whether every GraphQL module that serves the resolvers of a module calls this kind of enhancer on fields. */
  callOnFields(kind: 'guards' | 'interceptors', module: Type): boolean {
    return this.#serving(module).every(({ enhancers }) => enhancers.includes(kind));
  }

  /** Whether another service can reach entities of these resolvers without a query to this application. */
  areFederated(module: Type): boolean {
    return this.#serving(module).some(({ isFederated }) => isFederated);
  }

  #serving(module: Type): GraphqlModule[] {
    return this.#modules.filter(({ include }) => include.length === 0 || include.includes(module));
  }
}
