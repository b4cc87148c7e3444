import { Injectable } from '@nestjs/common';
import { EXCEPTION_FILTERS_METADATA, GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { catchesDisabledError, namesDisabledError } from '../denials/disabled-error-filters.js';
import { FlagGate } from '../gates/flag-gate.js';
import { methodsOf } from '../gate-checks/class-methods.js';
import { hostsOf, type GateHost } from '../gate-checks/gate-hosts.js';
import { darkRouteFilter } from './dark-route.filter.js';
import { DeniedCallFilter } from './denied-call.filter.js';
import { EarlyGates, EarlyGatesGuard } from './early-gates.js';
import { ForwardedRoutes } from './forwarded-routes.js';
import { earlyRequirements } from './early-requirements.js';

/**
 * Prepares the routes of an application, before Nest builds them, so that they are dark while their gates are closed.
 */
@Injectable()
export class DarkRoutes {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
    private readonly adapterHost: HttpAdapterHost,
    private readonly gate: FlagGate,
    private readonly forwarded: ForwardedRoutes,
  ) {}

  prepare(): void {
    const { httpAdapter } = this.adapterHost;
    const gates = new EarlyGates(this.gate);
    this.#provideGuard(EarlyGatesGuard.of(gates));
    const canForward = ['express', 'fastify'].includes(httpAdapter.getType());
    const filters = this.#globalFilters();
    const replaced = this.#replacedEnhancers();
    for (const route of hostsOf(this.modules).flatMap(routesOf)) {
      const { type, method } = route;
      const requirements = earlyRequirements(this.#globalInterceptors(), route, replaced);
      if (requirements.length > 0) {
        gates.require(type, method, requirements);
        appendOnce(GUARDS_METADATA, EarlyGatesGuard, method);
      }
      const own = [type, method].flatMap((holder) => metadataOf(EXCEPTION_FILTERS_METADATA, holder));
      // A filter that catches this error explicitly is the application's own response.
      if (canForward && ![...filters, ...own].some(namesDisabledError)) {
        this.forwarded.add(type, method);
        appendOnce(EXCEPTION_FILTERS_METADATA, darkRouteFilter, method);
      }
    }
    if (!filters.some(catchesDisabledError)) this.config.addGlobalFilter(new DeniedCallFilter(httpAdapter));
  }

  /** Registers the instance of a guard where Nest looks it up for the methods of controllers. */
  #provideGuard(guard: EarlyGatesGuard): void {
    for (const module of this.modules.values()) {
      if (module.controllers.size === 0) continue;
      module.addInjectable(EarlyGatesGuard, 'guard');
      const wrapper = module.injectables.get(EarlyGatesGuard);
      if (wrapper !== undefined) wrapper.instance = guard;
    }
  }

  /** The guards and interceptors in whose place a test has put an object, as `overrideInterceptor` does. */
  #replacedEnhancers(): ReadonlySet<unknown> {
    const injectables = [...this.modules.values()].flatMap((module) => [...module.injectables]);
    return new Set(injectables.flatMap(([enhancer, { isNotMetatype }]) => (isNotMetatype ? [enhancer] : [])));
  }

  #globalFilters(): unknown[] {
    const scoped = this.config.getGlobalRequestFilters().map(({ metatype }) => metatype);
    return [...this.config.getGlobalFilters(), ...scoped];
  }

  #globalInterceptors(): object[] {
    const scoped = this.config.getGlobalRequestInterceptors().flatMap(({ metatype }) => metatype ?? []);
    return [...this.config.getGlobalInterceptors(), ...scoped];
  }
}

function routesOf({ role, type }: GateHost) {
  if (role !== 'controller') return [];
  return methodsOf(type).flatMap((each) =>
    Reflect.hasMetadata(PATH_METADATA, each.method) ? [{ type, ...each }] : [],
  );
}

/** Appends an enhancer to its list: Nest calls the last guard last, and tries the last filter first. */
function appendOnce(key: string, enhancer: object, method: object): void {
  const enhancers = metadataOf(key, method);
  if (!enhancers.includes(enhancer)) Reflect.defineMetadata(key, [...enhancers, enhancer], method);
}

function metadataOf(key: string, holder: object): readonly unknown[] {
  const value: unknown = Reflect.getMetadata(key, holder);
  return Array.isArray(value) ? value : [];
}
