import { objectOption } from '../internal/options/object-option.js';
import { isPartName, PART_NAME_RULE } from '../internal/options/part-name.js';
import type { FlagStore } from './flag-store.js';

/** Members that a store has together or not at all. */
const PAIRS = [
  ['readSticky', 'writeSticky'],
  ['addUsage', 'readUsage'],
] as const;

/** Validates a store. Other values are never shown, because a URL may contain a password. */
export const storeOption = objectOption<FlagStore>({
  what: 'a store',
  methods: ['read', 'append', 'query'],
  optional: ['watch', 'readSticky', 'writeSticky', 'addUsage', 'readUsage', 'lease', 'now', 'close'],
  isValid: (store) => isPartName(store.name) && PAIRS.every(([one, other]) => one in store === other in store),
  rule: `and ${PART_NAME_RULE}; ${PAIRS.map(([one, other]) => `"${one}" and "${other}"`).join(', and ')}, belong together`,
  remedy: 'Use new PostgresStore({ url }), new RedisStore({ url }), new FileStore(folder) or new MemoryStore()',
  remedyForString:
    'For a URL, use new PostgresStore({ url }) from "nestjs-feature-flags/postgres", or new RedisStore({ url }) from ' +
    '"nestjs-feature-flags/redis"',
});
