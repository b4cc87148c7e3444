import { objectOption } from '../internal/options/object-option.js';
import { listOption } from '../internal/options/option-readers.js';
import { isPartName, PART_NAME_RULE } from '../internal/options/part-name.js';
import type { FlagCacheBackend } from './cache/cache-backend.js';
import type { FlagProvider, WritableFlagProvider } from './flag-provider.js';

const MAX_PROVIDERS = 100;

/** A provider, of this package or of the application. */
export const providerOption = objectOption<
  FlagProvider & Pick<WritableFlagProvider, 'writeSegment'> & { write?: unknown }
>({
  what: 'a provider',
  methods: ['load'],
  optional: ['watch', 'close', 'write', 'writeSegment'],
  isValid: ({ name }) => isPartName(name),
  rule: `and ${PART_NAME_RULE}`,
  remedy: 'new MemoryProvider(flags) and new FileProvider("flags.json") make one',
  remedyForString: 'for a path, new FileProvider("flags.json") makes one',
});

export const providersOption = listOption<FlagProvider>('providers', providerOption, MAX_PROVIDERS);

/** A cache-manager cache or a Keyv store. */
export const cacheOption = objectOption<FlagCacheBackend>({
  what: 'a cache',
  methods: ['get', 'set'],
  optional: ['del', 'delete'],
  remedy: 'createCache() of "cache-manager" and new Keyv() make one',
});
