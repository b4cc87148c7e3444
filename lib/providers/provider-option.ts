import { objectOption } from '../internal/options/object-option.js';
import { listOption } from '../internal/options/option-readers.js';
import { isPartName, PART_NAME_RULE } from '../internal/options/part-name.js';
import type { FlagCacheBackend } from './cache/cache-backend.js';
import type { FlagProvider, WritableFlagProvider } from './flag-provider.js';

const MAX_PROVIDERS = 100;

/** A provider of this package or of the application. */
export const providerOption = objectOption<
  FlagProvider & Pick<WritableFlagProvider, 'writeSegment'> & { write?: unknown }
>({
  what: 'a provider',
  methods: ['load'],
  optional: ['watch', 'close', 'write', 'writeSegment'],
  isValid: ({ name }) => isPartName(name),
  rule: `and ${PART_NAME_RULE}`,
  remedy: 'Use new MemoryProvider(flags) or new FileProvider("flags.json")',
  remedyForString: 'For a path, use new FileProvider("flags.json")',
});

export const providersOption = listOption<FlagProvider>('providers', providerOption, MAX_PROVIDERS);

/** A cache-manager cache or a Keyv store. */
export const cacheOption = objectOption<FlagCacheBackend>({
  what: 'a cache',
  methods: ['get', 'set'],
  optional: ['del', 'delete'],
  remedy: 'Use createCache() from "cache-manager" or new Keyv()',
});
