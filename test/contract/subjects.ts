import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyvMemcache } from '@keyv/memcache';
import KeyvRedis from '@keyv/redis';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { stringify } from 'yaml';
import type { FlagDefinitions } from '../../lib/engine/flag.js';
import { parseFlags } from '../../lib/engine/parse-flag.js';
import type { FlagCacheBackend } from '../../lib/providers/cache-backend.js';
import { CacheBackendFlagProvider } from '../../lib/providers/cache-backend.provider.js';
import { ChainedProvider } from '../../lib/providers/chained.provider.js';
import { envNameOf } from '../../lib/providers/env-name.js';
import { EnvProvider } from '../../lib/providers/env.provider.js';
import { FileProvider } from '../../lib/providers/file.provider.js';
import { LocalProvider } from '../../lib/providers/local.provider.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import type { OpenProvider, ProviderUnderTest } from '../../lib/testing/provider-under-test.js';
import { replaceFile } from '../support/replace-file.js';
import type { ServerProcess } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

export const local: OpenProvider = (definitions) => ({ provider: new LocalProvider(definitions) });

export const env: OpenProvider = (definitions) => {
  const variables = Object.entries(definitions).map(([key, definition]): [string, string] => [
    `FEATURE_${envNameOf(key)}`,
    JSON.stringify(definition),
  ]);
  const environment = Object.fromEntries(variables);
  return {
    provider: new EnvProvider({ env: environment }),
    break: () => void (environment['FEATURE_CHECKOUT'] = 'perhaps'),
    mend: () => void delete environment['FEATURE_CHECKOUT'],
  };
};

export const jsonFile: OpenProvider = (definitions) => file('flags.json', JSON.stringify, definitions);

export const yamlFile: OpenProvider = (definitions) => file('flags.yaml', stringify, definitions);

export const memory: OpenProvider = (definitions) => {
  const provider = new MemoryProvider(definitions);
  return { provider, change: (next) => replaceAll(provider, next) };
};

export const chain: OpenProvider = async (definitions) => {
  const store = new MemoryProvider(definitions);
  const { path, remove } = await temporaryDirectory();
  await writeFile(join(path, 'flags.json'), '{ "flags": {} }');
  return {
    provider: new ChainedProvider([store, new FileProvider(join(path, 'flags.json'))]),
    change: (next) => replaceAll(store, next),
    close: remove,
  };
};

export const strictChain: OpenProvider = async (definitions) => {
  const { provider, ...source } = await jsonFile(definitions);
  const layers = [new EnvProvider({ env: {} }), provider];
  return { ...source, provider: new ChainedProvider(layers, { onLayerFailure: 'throw' }) };
};

export const cacheManager: OpenProvider = (definitions) => cacheBackend(createCache(), definitions);

export const keyvInMemory: OpenProvider = (definitions) => cacheBackend(new Keyv(), definitions);

export const keyvOnRedis =
  (redis: () => ServerProcess): OpenProvider =>
  async (definitions) => {
    const { keyv, disconnect } = connectToRedis(redis().port);
    return { ...(await cacheBackend(keyv, definitions)), ...pausing(redis()), close: disconnect };
  };

export const cacheManagerOnRedis =
  (redis: () => ServerProcess): OpenProvider =>
  async (definitions) => {
    const { keyv, disconnect } = connectToRedis(redis().port);
    const cache = createCache({ stores: [keyv] });
    return { ...(await cacheBackend(cache, definitions)), ...pausing(redis()), close: disconnect };
  };

export const keyvOnMemcached =
  (memcached: () => ServerProcess): OpenProvider =>
  async (definitions) => {
    const store = new KeyvMemcache(`127.0.0.1:${memcached().port}`, { logger: { log: () => {} } });
    const close = () => store.client.close();
    return { ...(await cacheBackend(new Keyv({ store }), definitions)), ...pausing(memcached()), close };
  };

async function file(
  name: string,
  format: (content: { flags: FlagDefinitions }) => string,
  definitions: FlagDefinitions,
): Promise<ProviderUnderTest> {
  const { path: directory, remove } = await temporaryDirectory();
  const path = join(directory, name);
  const write = (flags: FlagDefinitions) => replaceFile(path, format({ flags }));
  await write(definitions);
  return {
    provider: new FileProvider(path),
    change: write,
    break: () => rm(path),
    mend: () => write(definitions),
    close: remove,
  };
}

function replaceAll(provider: MemoryProvider, definitions: FlagDefinitions): void {
  for (const key of Object.keys(provider.load().flags)) provider.delete(key);
  for (const [key, definition] of Object.entries(definitions)) provider.set(key, definition);
}

async function cacheBackend(cache: FlagCacheBackend, definitions: FlagDefinitions): Promise<ProviderUnderTest> {
  const provider = new CacheBackendFlagProvider(cache, { prefix: `shop-${randomUUID()}`, timeout: 500 });
  for (const [key, flag] of parseFlags(definitions)) await provider.write({ key, flag });
  return { provider };
}

function connectToRedis(port: number): { readonly keyv: Keyv; readonly disconnect: () => Promise<void> } {
  const store = new KeyvRedis(`redis://127.0.0.1:${port}`);
  return { keyv: new Keyv({ store }), disconnect: () => store.disconnect(true) };
}

/** A server that hangs is the worst outage: nothing fails, nothing answers. */
function pausing(server: ServerProcess): Pick<ProviderUnderTest, 'break' | 'mend'> {
  return { break: () => server.pause(), mend: () => server.resume() };
}
