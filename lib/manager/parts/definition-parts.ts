import { createCache } from 'cache-manager';
import { ChainedProvider } from '../../providers/chained.provider.js';
import type { FlagProvider } from '../../providers/flag-provider.js';
import { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { LocalProvider } from '../../providers/local.provider.js';
import { DefinitionCache } from '../definitions/definition-cache.js';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { DefinitionSource } from '../definitions/definition-source.js';
import type { ManagerEvents } from '../manager-events.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { StoreParts } from './store-parts.js';

/** The parts that keep an instance up to date with the definitions of its store and its providers. */
export interface DefinitionParts {
  readonly chain: ChainedProvider;
  readonly layers: LayeredDefinitions;
  readonly definitions: DefinitionRegistry;
  readonly source: DefinitionSource;
}

export function buildDefinitionParts(
  options: ResolvedManagerOptions,
  events: ManagerEvents,
  { replica, writer, layer }: StoreParts,
): DefinitionParts {
  const { cacheTtl: ttl, cacheNamespace: namespace, extensions, clock, logger } = options;
  const cache = new DefinitionCache(options.cache ?? createCache(), { ttl, namespace, clock, logger });
  const chain = new ChainedProvider(
    providersOf(options).map((provider) => cache.wrap(provider)),
    { name: 'flags', layerTimeout: `${options.loadTimeout}ms`, now: () => clock.now() },
  );
  const layers = layer === undefined ? chain.definitions : new LayeredDefinitions([layer, ...chain.layers]);
  const definitions = new DefinitionRegistry({
    layers,
    storeLayer: layer?.name,
    chain,
    health: replica.health,
    writer,
    extensions,
    logger,
    events,
  });
  const source = new DefinitionSource({ chain, cache, ttl, clock, logger, registry: definitions, events });
  return { chain, layers, definitions, source };
}

/** @throws {InvalidFlagError} (`INVALID_FLAG`) when the definition of an initial flag is invalid */
function providersOf(options: ResolvedManagerOptions): readonly FlagProvider[] {
  const { enabled, providers, initialFlags, initialSegments: segments } = options;
  if (!enabled) return providers; // only to be closed; they are never read
  if (initialFlags === undefined && segments === undefined) return providers;
  return [...providers, new LocalProvider(initialFlags ?? {}, { name: 'initialFlags', segments })];
}
