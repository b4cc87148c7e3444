import { KINDS, manyFlags } from '../flags/many-flags.js';
import type { BenchFlag } from '../flags/bench-flag.js';

/** How a library gets from JSON text to answers. */
export interface Loader<D> {
  /** The definitions in the library's own form, as JSON text. */
  textOf(flags: readonly BenchFlag[]): string;
  parse(text: string): D;
  load(definitions: D): Promise<Loaded<D>>;
  expectedSize(text: string): number;
}

export interface Loaded<D> {
  readonly size: number;
  /** The first answer. */
  answer(): boolean;
  /** The definitions as the library has them once they are parsed. */
  parsed(): D;
  close(): Promise<void> | void;
}

/** A few flags of each kind. */
export function fewText(loader: Pick<Loader<unknown>, 'textOf'>): string {
  return loader.textOf(manyFlags(2 * KINDS));
}
