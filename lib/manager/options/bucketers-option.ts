import type { Bucketer } from '../../engine/allocation/bucketer.js';
import { isReservedBucketer, RESERVED_BUCKETER } from '../../engine/allocation/reserved-bucketers.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import type { OptionReader } from '../../internal/options/options-schema.js';
import { plainEntries } from '../../internal/options/plain-entries.js';
import { quoted } from '../../internal/shown-text.js';

/** Bucketers by name, none of which is a reserved one. */
export function bucketersOption(
  reader: OptionReader<Record<string, Bucketer>>,
): OptionReader<Record<string, Bucketer>> {
  return (value, place) => {
    const reserved = plainEntries(value)?.find(([name]) => isReservedBucketer(name));
    if (reserved === undefined) return reader(value, place);
    throw new InvalidOptionsError(`${place} has the member ${quoted(reserved[0])}, whose name ${RESERVED_BUCKETER}.`);
  };
}
