import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyvMemcache } from '@keyv/memcache';
import KeyvRedis from '@keyv/redis';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { dump } from 'js-yaml';
import type { FlagDefinitions } from '../../lib/engine/flag.js';
import { parseFlags } from '../../lib/engine/parse/parse-flag.js';
import { parseSegments } from '../../lib/engine/targeting/schema/parse-segment.js';
import type { SegmentDefinitions } from '../../lib/engine/targeting/segment.js';
import type { FlagCacheBackend } from '../../lib/providers/cache/cache-backend.js';
import { CacheBackendProvider } from '../../lib/providers/cache-backend.provider.js';
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

export const local: OpenProvider = (definitions, segments) => ({
  provider: new LocalProvider(definitions, { segments }),
  holdsSegments: true,
});

export const env: OpenProvider = (definitions) => {
  const variables = Object.entries(definitions).map(([key, definition]): [string, string] => [
    `FEATURE_${envNameOf(key)}`,
    JSON.stringify(definition),
  ]);
  const environment = Object.fromEntries(variables);
  return {
    provider: new EnvProvider({ env: environment }),
    break: () => void (environment['FEATURE_CHECKOUT'] = 'perhaps'),
    repair: () => void delete environment['FEATURE_CHECKOUT'],
  };
};

export const jsonFile: OpenProvider = (...content) => file('flags.json', JSON.stringify, ...content);

export const yamlFile: OpenProvider = (...content) => file('flags.yaml', dump, ...content);

export const memory: OpenProvider = (definitions, segments) => {
  const provider = new MemoryProvider(definitions, { segments });
  return { provider, holdsSegments: true, change: (...next) => replaceAll(provider, ...next) };
};

export const chain: OpenProvider = async (definitions, segments) => {
  const store = new MemoryProvider(definitions, { segments });
  const { path, remove } = await temporaryDirectory();
  await writeFile(join(path, 'flags.json'), '{ "flags": {} }');
  return {
    provider: new ChainedProvider([store, new FileProvider(join(path, 'flags.json'))]),
    holdsSegments: true,
    change: (...next) => replaceAll(store, ...next),
    close: remove,
  };
};

export const strictChain: OpenProvider = async (...content) => {
  const { provider, ...source } = await jsonFile(...content);
  const layers = [new EnvProvider({ env: {} }), provider];
  return { ...source, provider: new ChainedProvider(layers, { onLayerFailure: 'throw' }) };
};

export const cacheManager: OpenProvider = (...content) => cacheBackend(createCache(), ...content);

export const keyvInMemory: OpenProvider = (...content) => cacheBackend(new Keyv(), ...content);

export const keyvOnRedis =
  (redis: () => ServerProcess): OpenProvider =>
  async (...content) => {
    const { keyv, disconnect } = connectToRedis(redis().port);
    return { ...(await cacheBackend(keyv, ...content)), ...pausing(redis()), close: disconnect };
  };

export const cacheManagerOnRedis =
  (redis: () => ServerProcess): OpenProvider =>
  async (...content) => {
    const { keyv, disconnect } = connectToRedis(redis().port);
    const cache = createCache({ stores: [keyv] });
    return { ...(await cacheBackend(cache, ...content)), ...pausing(redis()), close: disconnect };
  };

export const keyvOnMemcached =
  (memcached: () => ServerProcess): OpenProvider =>
  async (...content) => {
    const store = new KeyvMemcache(`127.0.0.1:${memcached().port}`, { logger: { log: () => {} } });
    const close = () => store.client.close();
    return { ...(await cacheBackend(new Keyv({ store }), ...content)), ...pausing(memcached()), close };
  };

interface FileContent {
  readonly flags: FlagDefinitions;
  readonly segments: SegmentDefinitions;
}

async function file(
  name: string,
  format: (content: FileContent) => string,
  definitions: FlagDefinitions,
  segmentDefinitions: SegmentDefinitions,
): Promise<ProviderUnderTest> {
  const { path: directory, remove } = await temporaryDirectory();
  const path = join(directory, name);
  const write = (flags: FlagDefinitions, segments: SegmentDefinitions) =>
    replaceFile(path, format({ flags, segments }));
  await write(definitions, segmentDefinitions);
  return {
    provider: new FileProvider(path),
    holdsSegments: true,
    change: write,
    break: () => rm(path),
    repair: () => write(definitions, segmentDefinitions),
    close: remove,
  };
}

function replaceAll(provider: MemoryProvider, definitions: FlagDefinitions, segments: SegmentDefinitions): void {
  const before = provider.load();
  for (const key of Object.keys(before.flags)) provider.delete(key);
  for (const key of Object.keys(before.segments ?? {})) provider.deleteSegment(key);
  for (const [key, definition] of Object.entries(definitions)) provider.set(key, definition);
  for (const [key, definition] of Object.entries(segments)) provider.setSegment(key, definition);
}

async function cacheBackend(
  cache: FlagCacheBackend,
  definitions: FlagDefinitions,
  segments: SegmentDefinitions,
): Promise<ProviderUnderTest> {
  const provider = new CacheBackendProvider(cache, { prefix: `shop-${randomUUID()}`, timeout: '500ms' });
  for (const [key, flag] of parseFlags(definitions)) await provider.write({ key, flag });
  for (const [key, segment] of parseSegments(segments)) await provider.writeSegment({ key, segment });
  return { provider, holdsSegments: true };
}

function connectToRedis(port: number): { readonly keyv: Keyv; readonly disconnect: () => Promise<void> } {
  const store = new KeyvRedis(`redis://127.0.0.1:${port}`);
  return { keyv: new Keyv({ store }), disconnect: () => store.disconnect(true) };
}

/** A server that hangs is the worst outage: nothing fails, nothing answers. */
function pausing(server: ServerProcess): Pick<ProviderUnderTest, 'break' | 'repair'> {
  return { break: () => server.pause(), repair: () => server.resume() };
}
