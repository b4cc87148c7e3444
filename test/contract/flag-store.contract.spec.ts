import { describe, it } from '@jest/globals';
import { flagStoreContract } from '../../lib/testing/flag-store.contract.js';
import * as stores from './stores.js';

const runner = { describe, it };

flagStoreContract(runner, 'MemoryFlagStore', stores.memoryStore);
flagStoreContract(runner, 'FileFlagStore', stores.fileStore);
