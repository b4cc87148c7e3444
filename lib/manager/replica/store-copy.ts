import type { StoreContent } from '../../store/flag-store.js';

/** The content of a store, with the name of its history and the hash of its last entry. */
export interface StoreCopy extends StoreContent {
  readonly history?: string | undefined;
  readonly hash: string;
}
