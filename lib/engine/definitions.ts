import type { Flag } from './flag.js';
import type { Segment } from './targeting/segment.js';

/** All definitions that are in force together. */
export interface Definitions {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
}

export const NO_DEFINITIONS: Definitions = { flags: new Map(), segments: new Map() };
