import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { AuditAction } from '../audit/audit-entry.js';

/** What flags and segments have in common for those who keep and write them. */
export interface DefinitionKind<D extends Flag | Segment = Flag | Segment> {
  readonly actions: { readonly [happened in 'created' | 'updated' | 'deleted']: AuditAction };
  all(definitions: Definitions): ReadonlyMap<string, D>;
  /** The definitions with this one put in, or taken out. */
  with(definitions: Definitions, key: string, definition: D | undefined): Definitions;
  /** The name of the provider that answers for a key. */
  providerOf(chain: ChainedProvider, key: string): string | undefined;
  /** What the providers have for a key. */
  held(chain: ChainedProvider, key: string): D | undefined;
  /** What answers for a key once it is deleted where writes go. */
  left(chain: ChainedProvider, key: string): D | undefined;
  store(
    chain: ChainedProvider,
    key: string,
    definition: D | undefined,
    expectedVersion: number | undefined,
  ): Promise<D | undefined>;
}

export const flagKind: DefinitionKind<Flag> = {
  actions: { created: 'flag_created', updated: 'flag_updated', deleted: 'flag_deleted' },
  all: ({ flags }) => flags,
  with: ({ flags, segments }, key, flag) => ({ flags: replaced(flags, key, flag), segments }),
  providerOf: (chain, key) => chain.providerOf(key),
  held: (chain, key) => chain.held.flag(key),
  left: (chain, key) => chain.held.flagLeft(key),
  store: (chain, key, flag, expectedVersion) => chain.write({ key, flag, expectedVersion }),
};

export const segmentKind: DefinitionKind<Segment> = {
  actions: { created: 'segment_created', updated: 'segment_updated', deleted: 'segment_deleted' },
  all: ({ segments }) => segments,
  with: ({ flags, segments }, key, segment) => ({ flags, segments: replaced(segments, key, segment) }),
  providerOf: (chain, key) => chain.segmentProviderOf(key),
  held: (chain, key) => chain.held.segment(key),
  left: (chain, key) => chain.held.segmentLeft(key),
  store: (chain, key, segment, expectedVersion) => chain.writeSegment({ key, segment, expectedVersion }),
};

function replaced<D>(all: ReadonlyMap<string, D>, key: string, definition: D | undefined): ReadonlyMap<string, D> {
  const next = new Map(all);
  if (definition === undefined) next.delete(key);
  else next.set(key, definition);
  return next;
}
