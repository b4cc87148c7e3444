import type { Duration } from '../../../dist/index.js';
import type { StoreAddress } from '../stores/store-address.js';

/** How a worker starts its instances. */
export interface InstanceOptions {
  readonly store: StoreAddress;
  readonly bootstrapFile?: string;
  /** @default '5s' */
  readonly storeTimeout?: Duration;
  readonly storePoll?: Duration;
}

/** The name of every store. */
export const STORE_NAME = 'faults';
