import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { pathText, type FlagIssue } from '../../engine/flag.errors.js';
import { wholeNumberOption } from '../../internal/options/option-readers.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import { isJsonObject } from '../../engine/json/json-value.js';
import { deepFreeze, plainData } from '../../engine/json/plain-data.js';
import { isText } from '../../internal/text.js';

/** The HTTP response of a closed gate; the option `disabledResponse`. */
export interface FeatureFlagDisabledResponse {
  /** The HTTP status, 400 to 599. @default 404: a dark feature does not exist */
  readonly status?: number | undefined;
  /**
   * The HTTP body: a string of up to 65,536 characters, or an object of JSON data. @default the body of Nest's response
   * for a route that does not exist
   */
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
}

const MAX_BODY_LENGTH = 64 * 1024;

const bodyOption: OptionReader<FeatureFlagDisabledResponse['body']> = (value, place) => {
  if (isText(value, MAX_BODY_LENGTH, 0)) return value;
  const issues: FlagIssue[] = [];
  const body = plainData(value, ['body'], issues);
  if (issues.length === 0 && isJsonObject(body)) return deepFreeze(body);
  const [issue] = issues;
  const problem = issue === undefined ? '' : `: ${pathText(issue.path)} ${issue.message}`;
  throw new InvalidOptionsError(
    `${place} must be a string or a plain object of JSON data; given: ${kindOf(value)}${problem}.`,
  );
};

/** Accepts only an error status; see {@link disabledResponseSchema}. */
export const statusOption = wholeNumberOption(400, 599, 'an HTTP error status');

/**
 * The HTTP response of a closed gate; `DefaultFlagDisabledHandler` converts it to an error. Only an error status is
 * accepted, because a 200 would look like success to clients, caches and crawlers.
 */
export const disabledResponseSchema = new OptionsSchema<FeatureFlagDisabledResponse>('disabledResponse', {
  status: statusOption,
  body: bodyOption,
});
