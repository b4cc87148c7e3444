import type { FlagRequirement } from '../gates/flag-requirement.js';
import { MethodRecords } from './method-records.js';

/** A requirement that `@FeatureFlag` adds to a method, for the user of the current request. */
export interface MethodGate {
  readonly requirement: FlagRequirement;
  /** Whether a closed gate throws, because it has no fallback and does not skip the call. */
  readonly denies: boolean;
}

export const methodGates = new MethodRecords<MethodGate>('gates of a method');
