import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { DefinitionLayer, LayerDefinitions } from '../../providers/layers/definition-layer.js';
import type { ProviderStatus } from '../../providers/provider-status.js';
import type { DocumentMap } from './document-map.js';
import type { StoreReplica } from './store-replica.js';

/** The definitions of a store as a layer that takes precedence over all providers. */
export class StoreLayer implements DefinitionLayer {
  readonly name: string;
  readonly flags: LayerDefinitions<Flag>;
  readonly segments: LayerDefinitions<Segment>;
  readonly takesFlags = true;
  readonly takesSegments = true;
  readonly #replica: StoreReplica;

  constructor(name: string, replica: StoreReplica) {
    this.name = name;
    this.#replica = replica;
    this.flags = layerDefinitions('flag', replica, () => replica.state.maps.flag);
    this.segments = layerDefinitions('segment', replica, () => replica.state.maps.segment);
  }

  status(): ProviderStatus {
    const { health, state, pollingReason } = this.#replica;
    return {
      name: this.name,
      state: health.state,
      since: new Date(health.since).toISOString(),
      flags: state.flags.size,
      segments: state.segments.size,
      failures: health.failures,
      ...(health.error === undefined ? {} : { error: health.error, errorCodes: health.errorCodes }),
      ...(pollingReason === undefined ? {} : { pollingReason }),
      problems: health.problems,
    };
  }
}

/** A live view of the definitions in the replica. */
function layerDefinitions<D>(
  kind: 'flag' | 'segment',
  { health }: StoreReplica,
  now: () => DocumentMap<D>,
): LayerDefinitions<D> {
  return {
    get all() {
      return now().all;
    },
    get problems() {
      return health.problems.filter((problem) => problem.kind === kind);
    },
    problemOf: (key) => now().unreadable.get(key)?.message,
    claims: (key) => now().all.has(key) || now().unreadable.has(key),
  };
}
