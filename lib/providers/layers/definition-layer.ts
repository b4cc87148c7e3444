import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { FlagProblem } from '../flag-provider.js';

/** The definitions of one kind that a layer has, by key. */
export interface LayerDefinitions<D> {
  /** Changes in place. */
  readonly all: ReadonlyMap<string, D>;
  /** Definitions that are there but cannot be read. */
  readonly problems: readonly FlagProblem[];
  /** Why the definition of a key cannot be read; `undefined` when it can, or when there is none. */
  problemOf(key: string): string | undefined;
  /** Whether the layer has something at this key, readable or not. */
  claims(key: string): boolean;
}

/** Is told of each definition of a layer that may have changed. */
export type LayerFollower = (kind: 'flag' | 'segment', key: string) => void;

/** A source of definitions as those see it who merge it with others. */
export interface DefinitionLayer {
  readonly name: string;
  readonly flags: LayerDefinitions<Flag>;
  readonly segments: LayerDefinitions<Segment>;
  /** Whether flags can be written to it. */
  readonly takesFlags: boolean;
  /** Whether segments can be written to it. */
  readonly takesSegments: boolean;
}
