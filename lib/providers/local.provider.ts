import type { FlagDefinitions } from '../engine/flag.js';
import { parseFlags } from '../engine/parse-flag.js';
import type { FlagProvider, FlagSet, Unwatch } from './flag-provider.js';

/**
 * Flags written in code: simplest and fastest.
 *
 * @example new LocalProvider({ new_checkout: true, search: { type: 'percentage', percentage: 25 } })
 */
export class LocalProvider implements FlagProvider {
  readonly name: string;
  readonly #set: FlagSet;

  /**
   * @param options.name @default 'local'
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when a definition cannot be read
   */
  constructor(flags: FlagDefinitions, options: { readonly name?: string | undefined } = {}) {
    this.name = options.name ?? 'local';
    const parsed = parseFlags(flags, `provider "${this.name}"`);
    this.#set = Object.freeze({ flags: Object.freeze(Object.fromEntries(parsed)) });
  }

  load(): FlagSet {
    return this.#set;
  }

  watch(): Unwatch {
    return () => {}; // code does not change while it runs
  }
}
