import { Injectable, type Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { take } from 'rxjs';
import { topicLogger } from '../../manager/topic-logger.js';
import { listLines } from '../../internal/list-lines.js';
import { gatesAmong, type GateEnhancer } from './gate-enhancers.js';
import { GateNeverCalledError, InvalidGateError } from './gate.errors.js';
import { hostsOf } from './gate-hosts.js';
import { GraphqlModules } from './graphql-modules.js';
import { HandlerCallLookup, type IsExternalHandler } from './handler-calls.js';
import { invalidGlobals, invalidOn } from './invalid-gates.js';
import { bypassableGlobals, neverCalledOn } from './never-called-gates.js';
import { unguardedConnections, ungatedMessages } from './partly-called-gates.js';

/** Checks at boot that Nest calls every gate of the application, because a gate that is never called is open. */
@Injectable()
export class GateInspector {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /**
   * @throws {InvalidGateError} (`INVALID_GATE`) when a gate is written in a way that cannot work
   * @throws {GateNeverCalledError} (`GATE_NEVER_CALLED`) when gates are in places where Nest never calls them
   */
  check(isExternal: IsExternalHandler, logger: Pick<Logger, 'warn'>): void {
    const hosts = hostsOf(this.modules);
    const globals = this.globalGates();
    const invalid = new Set([...invalidGlobals(this.#singletons()), ...hosts.flatMap(invalidOn)]);
    if (invalid.size > 0) throw new InvalidGateError(`These gates cannot work:${listLines([...invalid])}`);

    const graphql = new GraphqlModules(this.modules);
    const calls = new HandlerCallLookup(graphql, isExternal);
    const neverCalled = hosts.flatMap((host) => [
      ...neverCalledOn(host, calls),
      ...bypassableGlobals(globals, host, calls, graphql),
    ]);
    if (neverCalled.length > 0) throw new GateNeverCalledError(unique(neverCalled));

    for (const warning of hosts.flatMap(unguardedConnections)) topicLogger(logger, 'ungated-messages').warn(warning);
    this.#warnOfMicroservices(globals, ungatedMessages(hosts), logger);
  }

  /** The gates among the global guards and interceptors. */
  globalGates(): GateEnhancer[] {
    const guards = this.config.getGlobalRequestGuards().map(({ metatype }) => metatype);
    const interceptors = this.config.getGlobalRequestInterceptors().map(({ metatype }) => metatype);
    return [...this.#singletons(), ...gatesAmong(guards, 'guards'), ...gatesAmong(interceptors, 'interceptors')];
  }

  #singletons(): GateEnhancer[] {
    return [
      ...gatesAmong(this.config.getGlobalGuards(), 'guards'),
      ...gatesAmong(this.config.getGlobalInterceptors(), 'interceptors'),
    ];
  }

  /** Warns of global gates that a microservice may not inherit. Only Nest can determine this, so it is not an error. */
  #warnOfMicroservices(
    globals: readonly GateEnhancer[],
    handlers: readonly string[],
    logger: Pick<Logger, 'warn'>,
  ): void {
    const isHybrid = (this.adapterHost.httpAdapter as unknown) !== undefined;
    if (globals.length === 0 || handlers.length === 0 || !isHybrid) return;
    const connected = this.modules.getRpcTargetRegistry<unknown>().pipe(take(1));
    connected.subscribe(() =>
      topicLogger(logger, 'ungated-messages').warn(
        `Global gates (${globals.map(({ name }) => name).join(', ')}) apply to a connected microservice only with ` +
          'app.connectMicroservice(options, { inheritAppConfig: true }). These message handlers have no gate of their ' +
          `own: ${handlers.join(', ')}. Put a gate on each of them, so that they do not depend on that option.`,
      ),
    );
  }
}

/** Removes duplicates: a class that several modules provide is one place. */
function unique<T extends { readonly gate: string; readonly place: string }>(gates: readonly T[]): T[] {
  return [...new Map(gates.map((gate) => [`${gate.gate} ${gate.place}`, gate])).values()];
}
