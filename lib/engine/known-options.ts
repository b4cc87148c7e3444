import { quoted } from '../internal/shown-text.js';
import { InvalidOptionsError } from './flag.errors.js';
import { nearestName } from './nearest-name.js';

/**
 * Names of options, in a table that the compiler holds to their type: `{ … } satisfies KnownOptions<Options>`.
 */
export type KnownOptions<Options extends object> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses options that nobody would read: a typo must not leave a default in force unnoticed.
 *
 * @param owner whose options they are, as in `Option "prefx" of redisStore`
 * @param elsewhere what to say of options that stand in another place, by name
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, and the known one that is most like it
 */
export function assertKnownOptions(
  options: unknown,
  known: Readonly<Record<string, true>>,
  owner: string,
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  const names = Object.keys(known);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidOptionsError(`The options of ${owner} must be an object with any of: ${names.join(', ')}.`);
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const shown = `Option ${quoted(name)} of ${owner}`;
    if (Object.hasOwn(elsewhere, name)) throw new InvalidOptionsError(`${shown} ${elsewhere[name]}.`);
    const nearest = nearestName(name, [...names, ...Object.keys(elsewhere)]);
    const remedy = nearest === undefined ? `use any of ${names.join(', ')}.` : `did you mean "${nearest}"?`;
    throw new InvalidOptionsError(`${shown} does not exist: ${remedy}`);
  }
}
