import type { FlagSet } from './flag-provider.js';
import type { ParsedFlagSet } from './parse-flag-set.js';

const parsedSets = new WeakMap<FlagSet, ParsedFlagSet>();

/**
 * Delivers definitions that are already parsed. A layer takes them as they are; records, which take long to create for
 * thousands of keys, are created only for callers that read them. Since such a caller may change them, a layer that gets
 * the set later parses them like any other.
 *
 * @param parsed never changes
 */
export function deliverParsed(parsed: ParsedFlagSet): FlagSet {
  let records: FlagSet | undefined;
  const readRecords = () => {
    parsedSets.delete(set);
    records ??= { flags: Object.fromEntries(parsed.flags), segments: Object.fromEntries(parsed.segments) };
    return records;
  };
  const set: FlagSet = {
    get flags() {
      return readRecords().flags;
    },
    get segments() {
      return readRecords().segments;
    },
  };
  parsedSets.set(set, parsed);
  return set;
}

/** The definitions of a set that {@link deliverParsed} created and whose records nobody has read. */
export function parsedDefinitionsOf(set: FlagSet): ParsedFlagSet | undefined {
  return parsedSets.get(set);
}
