import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { Finding } from '../output/finding.js';
import type { SourcePlace } from '../output/source-place.js';
import type { DefinitionPath } from './definition-path.js';

/** The definitions of one flag file. Definitions that are not valid are among the problems only. */
export interface FlagFileContent {
  /** The absolute path of the file. */
  readonly file: string;
  /** The keys of all flags, those of invalid definitions included. */
  readonly keys: readonly string[];
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
  /** The problems of the file itself; references to other definitions are not considered. */
  readonly problems: readonly Finding[];
  /** The place of a value, or of the nearest value around it. */
  readonly placeOf: (path: DefinitionPath) => SourcePlace;
}
