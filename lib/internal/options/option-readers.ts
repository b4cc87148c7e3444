import { listedAlternatives } from '../listed-alternatives.js';
import { quoted } from '../shown-text.js';
import { MAX_INSTANT, timeOfDate } from '../date-time.js';
import { isText } from '../text.js';
import { arrayElements } from './array-elements.js';
import { InvalidOptionsError } from './invalid-options.error.js';
import { isClass, kindOf } from './kind-of.js';
import type { OptionReader, OptionsSchema } from './options-schema.js';
import { isPlainObject, kindWithoutEntries, plainEntries } from './plain-entries.js';

/**
 * An option that passes a test.
 *
 * @param rule the rest of the sentence `Option "x" …`, such as `must be true or false`
 * @param remedyFor returns the remedy for an invalid value, as a sentence without its full stop; `undefined` if there
 *   is none
 */
export function option<T>(
  isValid: (value: unknown) => boolean,
  rule: string,
  remedyFor?: (value: unknown) => string | undefined,
): OptionReader<T> {
  return (value, place) => {
    if (isReadable(isValid, value)) return value as T; // the check guarantees the type
    const remedy = remedyFor?.(value);
    const hint = remedy === undefined ? '' : `. ${remedy}`;
    throw new InvalidOptionsError(`${place} ${rule}; given: ${kindOf(value)}${hint}.`);
  };
}

export const booleanOption = option<boolean>((value) => typeof value === 'boolean', 'must be true or false');

/** Well-formed text of `min` to `max` UTF-16 code units. */
export function textOption(max: number, min = 1): OptionReader<string> {
  return option(
    (value) => isText(value, max, min),
    `must be a string of ${min} to ${max} characters of well-formed Unicode`,
  );
}

/** A path of the file system, without NUL characters. */
export const pathOption = option<string>(
  (value) => isText(value, 4096) && !value.includes('\0'),
  'must be a path of 1 to 4096 characters',
);

export function choiceOption<T extends string>(...choices: readonly T[]): OptionReader<T> {
  return option((value) => choices.some((choice) => choice === value), `must be ${listedAlternatives(choices)}`);
}

/** @param meaning a description of the number, such as `a whole number` */
export function wholeNumberOption(
  min: number,
  max = Number.MAX_SAFE_INTEGER,
  meaning = 'a whole number',
): OptionReader<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return option(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    `must be ${meaning} ${range}`,
  );
}

export function functionOption<T extends (...args: never[]) => unknown>(): OptionReader<T> {
  return option((value) => typeof value === 'function' && !isClass(value), 'must be a function');
}

/** A valid `Date`, which is copied, because the caller may change its own, or may have overridden its methods. */
export const dateOption: OptionReader<Date> = (value, place) => {
  const time = timeOfDate(value);
  if (time !== undefined) return new Date(time);
  throw new InvalidOptionsError(`${place} must be a valid Date; given: ${kindOf(value)}.`);
};

/** A valid `Date` or the milliseconds since 1970, as milliseconds. */
export const instantOption: OptionReader<number> = (value, place) => {
  const time = timeOfDate(value) ?? value;
  if (typeof time === 'number' && Math.abs(time) <= MAX_INSTANT) return time;
  throw new InvalidOptionsError(`${place} must be a valid Date or milliseconds since 1970; given: ${kindOf(value)}.`);
};

/** An object whose members are all read in the same way. */
export function recordOption<T>(
  isName: RegExp,
  names: string,
  member: OptionReader<T>,
): OptionReader<Record<string, T>> {
  return (value, place) => {
    const entries = plainEntries(value);
    if (entries === undefined) {
      throw new InvalidOptionsError(
        `${place} must be a plain object of ${names}; given: ${kindWithoutEntries(value)}.`,
      );
    }
    for (const [name] of entries) {
      if (isName.test(name)) continue;
      throw new InvalidOptionsError(
        `${place} must be a plain object of ${names}: ${quoted(name)} is not a valid name.`,
      );
    }
    return Object.fromEntries(
      entries.map(([name, each]) => [name, member(each, `Member "${name}" of ${inSentence(place)}`)]),
    );
  };
}

/** Definitions by key, which the parser of definitions reads. */
export const definitionsOption = option<Readonly<Record<string, never>>>(
  (value) => isPlainObject(value),
  'must be a plain object of definitions by key',
);

/** A list, copied without its extra properties; a hole is an element that is `undefined`. */
export function listOption<T>(of: string, element: OptionReader<T>, max = 1000): OptionReader<T[]> {
  return (value, place) => {
    const { elements, given } = arrayElements(value, max);
    if (elements !== undefined)
      return elements.map((each, index) => element(each, `Element ${index} of ${inSentence(place)}`));
    throw new InvalidOptionsError(`${place} must be an array of at most ${max} ${of}; given: ${given}.`);
  };
}

/** A place such as `Option "x" of RedisStore` in the middle of a sentence. */
export function inSentence(place: string): string {
  return place.replace(/^(?:Option|Member|Element) /, (word) => word.toLowerCase());
}

/** Options within an option. */
export function nestedOption<Options extends object>(schema: OptionsSchema<Options>): OptionReader<Options> {
  return (value) => schema.read(value);
}

/** Accepts anything: another part reads and checks the option, with errors of its own. */
export const checkedElsewhere: OptionReader<never> = (value) => value as never;

/** Whether a value passes a test. A value that throws while it is read does not. */
function isReadable(isValid: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return isValid(value);
  } catch {
    return false;
  }
}
