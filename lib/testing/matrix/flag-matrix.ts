import { stripVTControlCharacters } from 'node:util';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf, rawMessageOf } from '../../internal/message-of.js';
import { listLines } from '../../internal/list-lines.js';
import { functionOption, wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { withFlags } from '../scope/with-flags.js';
import type { TestFlags } from '../test-flags.js';
import { combinationsOf, MAX_COMBINATIONS } from './flag-combinations.js';
import { valuesOf, type FlagsToCombine } from './flag-values.js';

/** The options of {@link flagMatrix} and {@link flagCombinations}. */
export interface FlagMatrixOptions {
  /** The number of combinations up to which all of them are tested; above it, they are pairwise. @default 64 */
  readonly limit?: number | undefined;
}

const matrixOptions = new OptionsSchema<FlagMatrixOptions>('flagMatrix', { limit: wholeNumberOption(1, 100_000) });
const runOption = functionOption();

/**
 * Returns the combinations of flags that {@link flagMatrix} tests, for the table of a parameterized test.
 *
 * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) when no values are given for a flag that no running application defines
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when an argument is invalid
 * @example it.each(flagCombinations({ new_checkout: [true, false] }))('checks out with %o', (flags) =>
 *   withFlags(flags, () => checkOut()));
 */
export function flagCombinations(flags: FlagsToCombine, options: FlagMatrixOptions = {}): TestFlags[] {
  const { limit = MAX_COMBINATIONS } = matrixOptions.read(options);
  return combinationsOf(valuesOf(flags, 'The flags to combine'), limit);
}

/**
 * Runs a test with every combination of flags, one after the other, each like `withFlags`. If there are more
 * combinations than `limit`, it selects some in which every pair of values of any two flags occurs (pairwise testing).
 * All combinations are run, even if some fail.
 *
 * @param flags the keys of the flags, with all variants of a variant flag, and on and off for others; or the values to
 *   combine, by key
 * @param run the test; it receives the combination
 * @throws an `Error` that names each combination which has failed, with the failure of the first one as its `cause`
 * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) when no values are given for a flag that no running application defines
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when an argument is invalid
 * @example
 * await flagMatrix(['new_checkout', 'checkout_theme'], () =>
 *   request(app.getHttpServer()).get('/checkout').expect(200),
 * );
 */
export async function flagMatrix(
  flags: FlagsToCombine,
  run: (flags: TestFlags) => unknown,
  options: FlagMatrixOptions = {},
): Promise<void> {
  runOption(run, 'The test of flagMatrix');
  const combinations = flagCombinations(flags, options);
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  for (const combination of combinations) {
    try {
      await withFlags(combination, async () => await run(combination));
    } catch (error) {
      failures.push({ name: nameOf(combination), error });
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  const lines = failures.map(({ name, error }) => `${name}: ${failureOf(error)}`);
  throw new Error(`The test fails with ${failures.length} of ${combinations.length} combinations:${listLines(lines)}`, {
    cause: first.error,
  });
}

/** A combination on one line, such as `new_checkout=true, checkout_theme="modern"`. */
function nameOf(combination: TestFlags): string {
  return Object.entries(combination)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(', ');
}

/** A failure on one line: jest and vitest spread the message of an assertion over several lines, in colors. */
function failureOf(error: unknown): string {
  if (error instanceof FeatureFlagsError) return messageOf(error);
  const lines = stripVTControlCharacters(rawMessageOf(error)).split('\n');
  return messageOf(
    lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('; '),
  );
}
