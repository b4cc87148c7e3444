import type { Bucketer, CreateBuckets, SteppedBucketer } from '../../engine/allocation/bucketer.js';
import { isReservedBucketer, RESERVED_BUCKETER } from '../../engine/allocation/reserved-bucketers.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { isClass } from '../../internal/options/kind-of.js';
import { functionOption, inSentence, option, recordOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader, type OptionReaders } from '../../internal/options/options-schema.js';
import { kindWithoutEntries, plainEntries } from '../../internal/options/plain-entries.js';
import { quoted } from '../../internal/shown-text.js';

const steppedReaders = {
  step: option<number>(
    (value) => typeof value === 'number' && value > 0 && value <= 100,
    'must be a number above 0 and up to 100, in percent',
  ),
  create: functionOption<CreateBuckets>(),
} satisfies OptionReaders<SteppedBucketer>;

const bucketerOption: OptionReader<Bucketer> = (value, place) => {
  if (isFunction(value)) return value;
  const members = plainEntries(value);
  if (members === undefined) {
    throw new InvalidOptionsError(
      `${place} must be a function, or a plain object with "step" and "create"; given: ${kindWithoutEntries(value)}.`,
    );
  }
  const stepped = new OptionsSchema<SteppedBucketer>(inSentence(place), steppedReaders, {
    required: ['step', 'create'],
  });
  return stepped.read(Object.fromEntries(members));
};

/**
 * Reads bucketers by name; reserved names are rejected.
 *
 * @param names a description of valid names
 */
export function bucketersOption(isName: RegExp, names: string): OptionReader<Record<string, Bucketer>> {
  const read = recordOption(isName, `bucketers by ${names}`, bucketerOption);
  return (value, place) => {
    const reserved = plainEntries(value)?.find(([name]) => isReservedBucketer(name));
    if (reserved === undefined) return read(value, place);
    throw new InvalidOptionsError(`${place} has the member ${quoted(reserved[0])}, whose name ${RESERVED_BUCKETER}.`);
  };
}

function isFunction(value: unknown): value is CreateBuckets {
  return typeof value === 'function' && !isClass(value);
}
