import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import * as stores from './stores.js';

flagStoreContract(contractRunner, 'MemoryStore', stores.memoryStore, {
  lacks: ['close', 'outage', 'restart', 'time'],
});
flagStoreContract(contractRunner, 'FileStore', stores.fileStore, { lacks: ['instances', 'time'] });
