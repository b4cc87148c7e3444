import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import { parseFlag } from '../../engine/parse/parse-flag.js';
import { parseSegment } from '../../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import type { AuditActionOf } from '../../store/audit/audit-actions.js';

export type DefinitionName = 'flag' | 'segment';

/** Definitions that are about to be put in force. */
export interface DefinitionMaps {
  readonly flags: Map<string, Flag>;
  readonly segments: Map<string, Segment>;
}

/** The operations on flags and segments that differ only by the kind. */
export interface DefinitionKind<D extends Flag | Segment = Flag | Segment> {
  readonly name: DefinitionName;
  readonly actions: { readonly [happened in 'created' | 'updated' | 'deleted']: AuditActionOf<DefinitionName> };
  parse(key: string, definition: unknown): D;
  all(definitions: Definitions): ReadonlyMap<string, D>;
  /** Adds, replaces or removes a definition. */
  put(definitions: DefinitionMaps, key: string, definition: D | undefined): void;
  /** The name of the layer that provides the definition of a key. */
  ownerOf(layers: LayeredDefinitions, key: string): string | undefined;
  /** The current definition of a key in the layers. */
  current(layers: LayeredDefinitions, key: string): D | undefined;
  /** The definition of a key after it is deleted from the layer that receives writes. */
  remaining(layers: LayeredDefinitions, key: string): D | undefined;
  /** Writes to the first provider that accepts the write. */
  write(
    chain: ChainedProvider,
    key: string,
    definition: D | undefined,
    expectedVersion: number | undefined,
  ): Promise<D | undefined>;
}

export const flagKind: DefinitionKind<Flag> = {
  name: 'flag',
  actions: { created: 'flag_created', updated: 'flag_updated', deleted: 'flag_deleted' },
  parse: parseFlag,
  all: ({ flags }) => flags,
  put: ({ flags }, key, flag) => putIn(flags, key, flag),
  ownerOf: (layers, key) => layers.ownerOfFlag(key),
  current: (layers, key) => layers.flag(key),
  remaining: (layers, key) => layers.remainingFlag(key),
  write: (chain, key, flag, expectedVersion) => chain.write({ key, flag, expectedVersion }),
};

export const segmentKind: DefinitionKind<Segment> = {
  name: 'segment',
  actions: { created: 'segment_created', updated: 'segment_updated', deleted: 'segment_deleted' },
  parse: parseSegment,
  all: ({ segments }) => segments,
  put: ({ segments }, key, segment) => putIn(segments, key, segment),
  ownerOf: (layers, key) => layers.ownerOfSegment(key),
  current: (layers, key) => layers.segment(key),
  remaining: (layers, key) => layers.remainingSegment(key),
  write: (chain, key, segment, expectedVersion) => chain.writeSegment({ key, segment, expectedVersion }),
};

export const definitionKinds: Readonly<Record<DefinitionName, DefinitionKind>> = {
  flag: flagKind,
  segment: segmentKind,
};

function putIn<D>(all: Map<string, D>, key: string, definition: D | undefined): void {
  if (definition === undefined) all.delete(key);
  else all.set(key, definition);
}
