import { FeatureFlagsError, FlagErrorCode } from '../internal/feature-flags.error.js';
import { firstFew } from '../internal/first-few.js';
import { listLines } from '../internal/list-lines.js';
import { quoted } from '../internal/shown-text.js';

/** The form of a key, worded to follow a colon. */
export const VALID_KEY =
  'use a letter or digit, then up to 127 letters, digits or any of "._:/-", for example "checkout.v2"';

/** A flag key is invalid. The message shows it shortened and escaped. */
export class InvalidFlagKeyError extends FeatureFlagsError<typeof FlagErrorCode.InvalidFlagKey> {
  constructor(key: unknown) {
    const shown = typeof key === 'string' ? quoted(key) : `of type ${typeof key}`;
    super(FlagErrorCode.InvalidFlagKey, `Flag key ${shown} is invalid: ${VALID_KEY}.`);
  }
}

/** An override is invalid; nothing was changed. */
export class InvalidOverrideError extends FeatureFlagsError<typeof FlagErrorCode.InvalidOverride> {
  constructor(message: string, options?: ErrorOptions) {
    super(FlagErrorCode.InvalidOverride, message, options);
  }
}

/** One problem of a definition: its place, and how to fix it. */
export interface FlagIssue {
  /** The path of the problem, starting with the flag's key, such as `['sale', 'variants', 0, 'weight']`. */
  readonly path: readonly (string | number)[];
  /** The problem, worded to follow the path, such as `must be at most 100 attributes`. */
  readonly message: string;
}

/** One or more definitions are invalid. All problems are listed in `issues`, and the first 50 in the message. */
export class InvalidFlagError extends FeatureFlagsError<typeof FlagErrorCode.InvalidFlag> {
  constructor(
    /** All problems that were found; never empty. */
    readonly issues: readonly FlagIssue[],
    /** The source of the definitions as the message names it, such as a file; absent if it is not known. */
    readonly source?: string,
  ) {
    const shown = firstFew(issues, SHOWN_ISSUES, ({ path, message }) => `${pathText(path)}: ${message}`);
    super(
      FlagErrorCode.InvalidFlag,
      `Invalid flag definitions${source === undefined ? '' : ` in ${source}`}:${listLines(shown)}`,
    );
  }
}

const SHOWN_ISSUES = 50;

/** `['sale', 'variants', 0, 'weight']` as `sale.variants[0].weight`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? shownStep(step) : `.${shownStep(step)}`;
  }
  return text === '' ? '(root)' : text;
}

/** Quotes names from outside, so that they can neither forge log lines nor flood the log. */
function shownStep(step: string): string {
  return /^[\w.:/-]{1,256}$/.test(step) ? step : quoted(step);
}
