import type { Node } from '@babel/types';
import type { Scope } from './scope.js';

/** A call and the scope of its arguments. */
export interface CallInScope {
  readonly given: readonly Node[];
  readonly scope: Scope;
  /** The name of what is called, for messages. */
  readonly called: string;
}
