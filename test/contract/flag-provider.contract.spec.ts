import { flagProviderContract } from '../../lib/testing/flag-provider.contract.js';
import { contractRunner } from '../support/contract-runner.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { memcachedServer, redisServer } from '../support/servers.js';
import * as subjects from './subjects.js';

flagProviderContract(contractRunner, 'LocalProvider', subjects.local, {
  lacks: ['change', 'close', 'outage', 'write', 'write_segments'],
});
flagProviderContract(contractRunner, 'EnvProvider', subjects.env, {
  lacks: ['change', 'close', 'segments', 'write', 'write_segments'],
});
flagProviderContract(contractRunner, 'FileProvider on JSON', subjects.jsonFile, {
  lacks: ['write', 'write_segments'],
});
flagProviderContract(contractRunner, 'FileProvider on YAML', subjects.yamlFile, {
  lacks: ['write', 'write_segments'],
});
flagProviderContract(contractRunner, 'MemoryProvider', subjects.memory, { lacks: ['close', 'outage'] });
flagProviderContract(contractRunner, 'ChainedProvider', subjects.chain, { lacks: ['outage'] });
flagProviderContract(
  contractRunner,
  'ChainedProvider that is read-only and fails with its layers',
  subjects.strictChain,
  { lacks: ['write', 'write_segments'] },
);
flagProviderContract(contractRunner, 'CacheBackendProvider on cache-manager', subjects.cacheManager, {
  lacks: ['change', 'close', 'outage', 'watch'],
});
flagProviderContract(contractRunner, 'CacheBackendProvider on Keyv in memory', subjects.keyvInMemory, {
  lacks: ['change', 'close', 'outage', 'watch'],
});

describeWithServer(redisServer, 'with Redis', (redis) => {
  flagProviderContract(contractRunner, 'CacheBackendProvider on Keyv', subjects.keyvOnRedis(redis), {
    lacks: ['change', 'close', 'watch'],
  });
  flagProviderContract(contractRunner, 'CacheBackendProvider on cache-manager', subjects.cacheManagerOnRedis(redis), {
    lacks: ['change', 'close', 'watch'],
  });
});

describeWithServer(memcachedServer, 'with Memcached', (memcached) => {
  flagProviderContract(contractRunner, 'CacheBackendProvider on Keyv', subjects.keyvOnMemcached(memcached), {
    lacks: ['change', 'close', 'watch'],
  });
});
