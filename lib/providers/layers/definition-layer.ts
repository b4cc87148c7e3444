import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { FlagProblem } from '../flag-provider.js';

/** The definitions of one kind that a layer has, by key. The map is never changed, but replaced. */
export interface LayerDefinitions<D> {
  readonly all: ReadonlyMap<string, D>;
  /** Keys whose definitions are there but cannot be read. */
  readonly problems: readonly FlagProblem[];
  /** Whether the layer has something at this key, be it readable or not. */
  claims(key: string): boolean;
}

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
