import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import { parseFlag } from '../../engine/parse/parse-flag.js';
import { parseSegment } from '../../engine/targeting/schema/parse-segment.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import type { AuditActionOf } from '../../store/audit/audit-actions.js';

export type DefinitionName = 'flag' | 'segment';

/** What flags and segments have in common for those who keep and write them. */
export interface DefinitionKind<D extends Flag | Segment = Flag | Segment> {
  readonly name: DefinitionName;
  readonly actions: { readonly [happened in 'created' | 'updated' | 'deleted']: AuditActionOf<DefinitionName> };
  parse(key: string, definition: unknown): D;
  all(definitions: Definitions): ReadonlyMap<string, D>;
  /** The definitions with this one put in, or taken out. */
  with(definitions: Definitions, key: string, definition: D | undefined): Definitions;
  /** The name of the layer that answers for a key. */
  ownerOf(layers: LayeredDefinitions, key: string): string | undefined;
  /** What the layers define by a key now. */
  current(layers: LayeredDefinitions, key: string): D | undefined;
  /** What answers for a key once it is deleted where writes go. */
  remaining(layers: LayeredDefinitions, key: string): D | undefined;
  /** Writes to the first provider that takes it. */
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
  with: ({ flags, segments }, key, flag) => ({ flags: replaced(flags, key, flag), segments }),
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
  with: ({ flags, segments }, key, segment) => ({ flags, segments: replaced(segments, key, segment) }),
  ownerOf: (layers, key) => layers.ownerOfSegment(key),
  current: (layers, key) => layers.segment(key),
  remaining: (layers, key) => layers.remainingSegment(key),
  write: (chain, key, segment, expectedVersion) => chain.writeSegment({ key, segment, expectedVersion }),
};

export const definitionKinds: Readonly<Record<DefinitionName, DefinitionKind>> = {
  flag: flagKind,
  segment: segmentKind,
};

function replaced<D>(all: ReadonlyMap<string, D>, key: string, definition: D | undefined): ReadonlyMap<string, D> {
  const next = new Map(all);
  if (definition === undefined) next.delete(key);
  else next.set(key, definition);
  return next;
}
