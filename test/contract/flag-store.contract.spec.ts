import type { StoreListener } from '../../lib/store/flag-store.js';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { opened, SharedStore } from './shared-store.js';
import * as stores from './stores.js';

flagStoreContract(contractRunner, 'MemoryStore', stores.memoryStore, {
  lacks: ['close', 'outage', 'restart', 'time'],
});
flagStoreContract(contractRunner, 'FileStore', stores.fileStore, { lacks: ['instances', 'time'] });

/** A store that is watched, but whose messages get lost on their way. */
class UnannouncingStore extends SharedStore {
  override watch(listener: StoreListener): () => void {
    const unwatch = this.there.watch({ ...listener, changed: () => {}, announced: () => {} });
    listener.unannounced('messages get lost');
    return unwatch;
  }
}

flagStoreContract(contractRunner, 'a store that is polled because it announces nothing', opened(UnannouncingStore), {
  lacks: [],
});
