import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagProvider, FlagSet, Unwatch } from './flag-provider.js';
import { parseFlagSet, type ParsedFlagSet } from './parse-flag-set.js';

/**
 * Flags, and segments they refer to, written in code: simplest and fastest.
 *
 * @example new LocalProvider({ new_checkout: true, search: { type: 'percentage', percentage: 25 } })
 */
export class LocalProvider implements FlagProvider {
  readonly name: string;
  readonly #parsed: ParsedFlagSet;

  /**
   * @param options.name @default 'local'
   * @param options.segments by key @default none
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when a definition cannot be read
   */
  constructor(
    flags: FlagDefinitions,
    options: { readonly name?: string | undefined; readonly segments?: SegmentDefinitions | undefined } = {},
  ) {
    this.name = options.name ?? 'local';
    this.#parsed = parseFlagSet({ flags, segments: options.segments }, `provider "${this.name}"`);
  }

  load(): FlagSet {
    return { flags: Object.fromEntries(this.#parsed.flags), segments: Object.fromEntries(this.#parsed.segments) };
  }

  watch(): Unwatch {
    return () => {}; // code does not change while it runs
  }
}
