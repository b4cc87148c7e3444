import type { Flag } from './flag.js';
import type { Segment } from './targeting/segment.js';

/** The flags and segments that are in force at the same time. */
export interface Definitions {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
}

export const NO_DEFINITIONS: Definitions = { flags: new Map(), segments: new Map() };
