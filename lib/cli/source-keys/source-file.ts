import type { Node } from '@babel/types';
import type { SourcePlace } from '../output/source-place.js';

/** A source file, as far as names in it need it. */
export interface SourceFile {
  /** The absolute path. */
  readonly file: string;
  /** The place at which a node begins. */
  placeOf(node: Node): SourcePlace;
}
