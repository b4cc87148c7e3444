import type { Bucketer } from '../../engine/allocation/bucketer.js';
import { isReservedBucketer, RESERVED_BUCKETER } from '../../engine/allocation/reserved-bucketers.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { isClass } from '../../internal/options/kind-of.js';
import { option, recordOption } from '../../internal/options/option-readers.js';
import type { OptionReader } from '../../internal/options/options-schema.js';
import { plainEntries } from '../../internal/options/plain-entries.js';
import { quoted } from '../../internal/shown-text.js';

const bucketerOption = option<Bucketer>(
  (value) => isFunction(value) || isStepped(value),
  'must be a function, or { step, create } with a step above 0 and up to 100, in percent',
);

/**
 * Bucketers by name, none of which is a reserved one.
 *
 * @param names what a name must be, in words
 */
export function bucketersOption(isName: RegExp, names: string): OptionReader<Record<string, Bucketer>> {
  const read = recordOption(isName, `bucketers by ${names}`, bucketerOption);
  return (value, place) => {
    const reserved = plainEntries(value)?.find(([name]) => isReservedBucketer(name));
    if (reserved === undefined) return read(value, place);
    throw new InvalidOptionsError(`${place} has the member ${quoted(reserved[0])}, whose name ${RESERVED_BUCKETER}.`);
  };
}

function isStepped(value: unknown): boolean {
  const { step, create, ...others } = Object.fromEntries(plainEntries(value) ?? []);
  const isStep = typeof step === 'number' && step > 0 && step <= 100;
  return isStep && isFunction(create) && Object.keys(others).length === 0;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function' && !isClass(value);
}
