import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { FlagProblem } from '../flag-provider.js';

/** The definitions of one kind in a layer. */
export interface LayerDefinitions<D> {
  /** The valid definitions by key; changed in place. */
  readonly all: ReadonlyMap<string, D>;
  /** Definitions that exist but cannot be read. */
  readonly problems: readonly FlagProblem[];
  /** Why the definition of a key cannot be read; `undefined` if it can, or if there is none. */
  problemOf(key: string): string | undefined;
  /** Whether the layer has a definition of this key, readable or not. */
  claims(key: string): boolean;
}

/** Called for each definition of a layer that may have changed. */
export type LayerFollower = (kind: 'flag' | 'segment', key: string) => void;

/** A source of definitions that can be merged with others. */
export interface DefinitionLayer {
  readonly name: string;
  readonly flags: LayerDefinitions<Flag>;
  readonly segments: LayerDefinitions<Segment>;
  /** Whether flags can be written to it. */
  readonly takesFlags: boolean;
  /** Whether segments can be written to it. */
  readonly takesSegments: boolean;
}
