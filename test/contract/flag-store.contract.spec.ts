import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import * as stores from './stores.js';

flagStoreContract(contractRunner, 'MemoryFlagStore', stores.memoryStore, {
  lacks: ['close', 'outage', 'restart', 'time'],
});
flagStoreContract(contractRunner, 'FileFlagStore', stores.fileStore, { lacks: ['instances', 'time'] });
