import { describe, it } from '@jest/globals';
import { flagProviderContract } from '../../lib/testing/flag-provider.contract.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { memcachedServer, redisServer } from '../support/servers.js';
import * as subjects from './subjects.js';

const runner = { describe, it };

flagProviderContract(runner, 'LocalProvider', subjects.local);
flagProviderContract(runner, 'EnvProvider', subjects.env);
flagProviderContract(runner, 'FileProvider on JSON', subjects.jsonFile);
flagProviderContract(runner, 'FileProvider on YAML', subjects.yamlFile);
flagProviderContract(runner, 'MemoryProvider', subjects.memory);
flagProviderContract(runner, 'ChainedProvider', subjects.chain);
flagProviderContract(runner, 'ChainedProvider that is read-only and fails with its layers', subjects.strictChain);
flagProviderContract(runner, 'CacheBackendFlagProvider on cache-manager', subjects.cacheManager);
flagProviderContract(runner, 'CacheBackendFlagProvider on Keyv in memory', subjects.keyvInMemory);

describeWithServer(redisServer, 'with Redis', (redis) => {
  flagProviderContract(runner, 'CacheBackendFlagProvider on Keyv', subjects.keyvOnRedis(redis));
  flagProviderContract(runner, 'CacheBackendFlagProvider on cache-manager', subjects.cacheManagerOnRedis(redis));
});

describeWithServer(memcachedServer, 'with Memcached', (memcached) => {
  flagProviderContract(runner, 'CacheBackendFlagProvider on Keyv', subjects.keyvOnMemcached(memcached));
});
