import type { LoadedId, LoadedSet } from './many-results.js';

/** How a library gets from JSON text to answers. */
export interface Loader<D> {
  /** So many definitions in the library's own form, as JSON text. */
  textOf(count: number): string;
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

/** Imports the library that is measured, and no other. */
export async function loaderOf(id: LoadedId, set: LoadedSet): Promise<Loader<unknown>> {
  if (id === 'floor') {
    const { floorLoader, ruledFloorLoader } = await import('./floor.loader.js');
    return set === 'rules' ? ruledFloorLoader : floorLoader;
  }
  const { oursLoader, ruledOursLoader } = await import('./ours.loader.js');
  return set === 'rules' ? ruledOursLoader : oursLoader;
}
