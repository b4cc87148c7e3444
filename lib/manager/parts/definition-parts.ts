import { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { DefinitionSource } from '../definitions/definition-source.js';
import type { ManagerEvents } from '../manager-events.js';
import type { ResolvedManagerOptions } from '../options/flag-manager.options.js';
import type { StoreParts } from './store-parts.js';

/** What keeps an instance in step with the definitions of its store and its providers. */
export interface DefinitionParts {
  readonly layers: LayeredDefinitions;
  readonly definitions: DefinitionRegistry;
  readonly source: DefinitionSource;
}

export function buildDefinitionParts(
  options: ResolvedManagerOptions,
  events: ManagerEvents,
  { replica, writer, layer }: StoreParts,
): DefinitionParts {
  const { chain, definitionCache: cache, cacheTtl: ttl, extensions, clock, logger } = options;
  const layers = layer === undefined ? chain.held : new LayeredDefinitions([layer, ...chain.layers]);
  const { health } = replica;
  const definitions = new DefinitionRegistry({
    layers,
    storeLayer: layer?.name,
    chain,
    health,
    writer,
    extensions,
    logger,
    events,
  });
  return {
    layers,
    definitions,
    source: new DefinitionSource({ chain, cache, ttl, clock, logger, registry: definitions }),
  };
}
