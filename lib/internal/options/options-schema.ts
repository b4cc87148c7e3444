import { quoted } from '../shown-text.js';
import { nearestName } from '../nearest-name.js';
import { InvalidOptionsError } from './invalid-options.error.js';
import { kindWithoutEntries, plainEntries } from './plain-entries.js';
import { wideningProblem, type Widening } from './widening.js';

/**
 * Reads one option.
 *
 * @param place the name of the option in messages, such as `Option "prefix" of RedisStore`
 * @returns the value, or a checked copy of it
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) with the place, the allowed values and the kind of the invalid
 *   value
 */
export type OptionReader<T> = (value: unknown, place: string) => T;

/** A reader for each option, so that the compiler finds one that was forgotten; of a union of options, one for all. */
export type OptionReaders<Options extends object> = {
  readonly [Name in Extract<keyof Options, string>]: OptionReader<Options[Name]>;
};

export interface OptionsSchemaSettings<Options extends object> {
  /** Messages about options that belong elsewhere, by name. @default none */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Options without a default. @default none */
  readonly required?: readonly (keyof Options & string)[];
  /** Options that may be omitted, but must not be `undefined`. @default none */
  readonly widening?: Widening & { readonly [Name in keyof Options & string]?: string };
}

/** The options that one call accepts: their names, and a reader for each. Every public call uses it. */
export class OptionsSchema<Options extends object> {
  readonly #owner: string;
  readonly #readers: ReadonlyMap<string, OptionReader<unknown>>;
  readonly #elsewhere: ReadonlyMap<string, string>;
  readonly #required: readonly string[];
  readonly #widening: Widening;

  /** @param owner the owner of the options, as in `Option "prefix" of RedisStore` */
  constructor(
    owner: string,
    readers: OptionReaders<Options>,
    { elsewhere = {}, required = [], widening = {} }: OptionsSchemaSettings<Options> = {},
  ) {
    this.#owner = owner;
    this.#readers = new Map(Object.entries<OptionReader<unknown>>(readers));
    this.#elsewhere = new Map(Object.entries(elsewhere));
    this.#required = required;
    this.#widening = widening;
  }

  /**
   * Validates and copies options. Each is read only once, so that the validated value is the one that is used. An
   * option that is `undefined` counts as absent, unless its absence would widen the effect of the call.
   *
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option and, for an unknown one, the most similar
   *   existing one
   */
  read(given: unknown): Options {
    const entries = plainEntries(given);
    if (entries === undefined) {
      const names = [...this.#readers.keys()].join(', ');
      throw new InvalidOptionsError(
        `The options of ${this.#owner} must be a plain object with any of: ${names}; given: ${kindWithoutEntries(given)}.`,
      );
    }
    const options: Record<string, unknown> = {};
    for (const [name, value] of entries) {
      const read = this.#readers.get(name) ?? this.#refuseName(name);
      const problem = wideningProblem(this.#widening, name, value);
      if (problem !== undefined) throw new InvalidOptionsError(`${this.#placeOf(name)} ${problem}.`);
      if (value !== undefined) options[name] = read(value, this.#placeOf(name));
    }
    for (const name of this.#required) {
      if (options[name] === undefined) throw new InvalidOptionsError(`${this.#placeOf(name)} is required.`);
    }
    return options as Options; // each member was made by the reader of its type
  }

  #placeOf(name: string): string {
    return `Option ${quoted(name)} of ${this.#owner}`;
  }

  #refuseName(name: string): never {
    const where = this.#elsewhere.get(name);
    if (where !== undefined) throw new InvalidOptionsError(`${this.#placeOf(name)} ${where}.`);
    const names = [...this.#readers.keys()];
    const nearest = nearestName(name, [...names, ...this.#elsewhere.keys()]);
    const remedy = nearest === undefined ? `use any of ${names.join(', ')}.` : `did you mean "${nearest}"?`;
    throw new InvalidOptionsError(`${this.#placeOf(name)} does not exist: ${remedy}`);
  }
}
