import { choiceOption, functionOption } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import { readTestFlags } from '../read-test-flags.js';
import type { TestFlags } from '../test-flags.js';
import { testScopes } from './test-scopes.js';

/** The options of {@link withFlags}. */
export interface WithFlagsOptions {
  /**
   * How a flag is handled that no running application of the process defines: `error` rejects it, with the most similar
   * key, and `allow` forces it, as for a class under test without an application. @default 'allow'
   */
  readonly unknownFlags?: 'allow' | 'error' | undefined;
}

const withFlagsOptions = new OptionsSchema<WithFlagsOptions>('withFlags', {
  unknownFlags: choiceOption('allow', 'error'),
});
const workOption = functionOption();

/**
 * Runs a function in which flags serve the given answers: in every application and every `FlagManager` of this process,
 * for all users, whatever their definitions and overrides are. Everything that the function calls, starts or awaits is
 * included, and so are the HTTP requests that it sends to a server of this process. Code outside the function is not
 * affected, so that tests can run in parallel.
 *
 * Calls can be nested; the inner one takes precedence. Other flags are evaluated as usual. The evaluation's reason is
 * `override`. Import this module before the application is created.
 *
 * @param flags what each flag serves: `true`, `false`, the name of a variant, or `{ value }`
 * @param work the function, sync or async
 * @returns the result of `work`
 * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when a flag is given something that it cannot serve, such as a
 *   variant that it does not have
 * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when a key is not valid
 * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with `unknownFlags: 'error'`, naming the undefined flags
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when an argument has a wrong type
 * @example
 * await withFlags({ new_checkout: true, checkout_theme: 'modern' }, () =>
 *   request(app.getHttpServer()).get('/checkout').expect(200),
 * );
 */
export function withFlags<T>(flags: TestFlags, work: () => PromiseLike<T>, options?: WithFlagsOptions): Promise<T>;
export function withFlags<T>(flags: TestFlags, work: () => T, options?: WithFlagsOptions): T;
export function withFlags<T>(flags: TestFlags, work: () => T, options: WithFlagsOptions = {}): T {
  const { unknownFlags } = withFlagsOptions.read(options);
  workOption(work, 'The function of withFlags');
  const forced = readTestFlags(flags, 'The flags of withFlags', unknownFlags === 'error');
  return testScopes.run({ forced }, work);
}
