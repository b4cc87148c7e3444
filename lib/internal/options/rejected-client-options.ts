import { rawMessageOf } from '../message-of.js';
import { shownText } from '../shown-text.js';
import { InvalidOptionsError } from './invalid-options.error.js';

/**
 * The error of the client of a server about its options, without the URL and the cause, which may contain a password.
 *
 * @param problem which client rejects which options
 */
export function rejectedClientOptions(problem: string, error: unknown, url: string | undefined): InvalidOptionsError {
  const said = rawMessageOf(error);
  const message = shownText(url === undefined ? said : said.replaceAll(url, 'given'));
  return new InvalidOptionsError(`${problem}: ${message}.`);
}
