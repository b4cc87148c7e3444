import type { JsonValue } from '../engine/json/json-value.js';
import { quoted } from '../internal/shown-text.js';
import { CliError } from './cli.error.js';
import { ExitCode } from './exit-code.js';

/** The answer of one flag, as given on the command line. */
export type FlagAnswer = boolean | string | { readonly value: JsonValue };

/**
 * Reads the answers of flags.
 *
 * @param answers such as `new_checkout=true` or `theme=modern`
 * @param values such as `limits={"perDay":3}`
 * @throws {CliError} when one of them is malformed, or a flag is given twice
 */
export function flagAnswers(answers: readonly string[], values: readonly string[]): Record<string, FlagAnswer> {
  const entries = [...answers.map(answerOf), ...values.map(valueOf)];
  if (entries.length === 0) throw usage('Name at least one flag, such as new_checkout=true.');
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw usage(`Flag ${quoted(twice)} is given twice.`);
  return Object.fromEntries(entries);
}

function answerOf(text: string): [key: string, answer: FlagAnswer] {
  const [key, answer] = parts(text, 'true, false or the name of a variant');
  return [key, answer === 'true' || (answer === 'false' ? false : answer)];
}

function valueOf(text: string): [key: string, answer: FlagAnswer] {
  const [key, json] = parts(text, 'a JSON value');
  try {
    return [key, { value: JSON.parse(json) as JsonValue }];
  } catch {
    throw usage(`The value of ${quoted(key)} is not JSON. Quote it for your shell, such as 'limits={"perDay":3}'.`);
  }
}

function parts(text: string, what: string): [key: string, rest: string] {
  const end = text.indexOf('=');
  if (end > 0 && end < text.length - 1) return [text.slice(0, end), text.slice(end + 1)];
  throw usage(`${quoted(text)} must be the key of a flag, "=" and ${what}.`);
}

function usage(message: string): CliError {
  return new CliError(message, ExitCode.Usage);
}
