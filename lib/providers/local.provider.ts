import type { FlagDefinitions } from '../engine/flag.js';
import type { FlagProvider, FlagSet, Unwatch } from './flag-provider.js';
import { codeProviderOptions, type CodeProviderOptions } from './code-provider-options.js';
import { parseFlagSet, type ParsedFlagSet } from './parse-flag-set.js';
import { deliverParsed } from './parsed-flag-set.js';

const providerOptions = codeProviderOptions('LocalProvider');

/**
 * Flags and segments that are declared in code: the simplest and fastest provider.
 *
 * @example new LocalProvider({ new_checkout: true, search: { type: 'percentage', percentage: 25 } })
 */
export class LocalProvider implements FlagProvider {
  readonly name: string;
  readonly #parsed: ParsedFlagSet;

  /**
   * @param options.name @default 'local'
   * @param options.segments by key @default none
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when a definition is invalid
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option
   */
  constructor(flags: FlagDefinitions, options: CodeProviderOptions = {}) {
    const { name = 'local', segments } = providerOptions.read(options);
    this.name = name;
    this.#parsed = parseFlagSet({ flags, segments }, `provider "${this.name}"`);
  }

  load(): FlagSet {
    return deliverParsed(this.#parsed);
  }

  watch(): Unwatch {
    return () => {}; // code does not change at run time
  }
}
