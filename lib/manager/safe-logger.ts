import { LINE_BREAK } from '../internal/list-lines.js';
import { MANUAL } from '../internal/manual-page.js';
import { shownText } from '../internal/shown-text.js';
import { isPromise } from '../internal/is-promise.js';
import type { FlagLogger } from './flag-logger.js';

/** The maximum length of a log message, in characters; lists of problems are the longest messages. */
export const MAX_LENGTH = 16_384;

/** A line break before an item of a list or before the section of the manual; all others are escaped. */
const OWN_LINE_BREAK = new RegExp(`${LINE_BREAK}(?=- |See ${MANUAL}/)`);

/**
 * Wraps a logger so that its errors and rejections do not affect evaluations or changes, and so that messages cannot
 * forge log entries or control a terminal.
 */
export function safeLogger(logger: FlagLogger): FlagLogger {
  const safely = (level: keyof FlagLogger) => (message: string) => {
    try {
      const result: unknown = logger[level]?.(onOneEntry(message));
      if (isPromise(result)) result.then(undefined, () => {});
    } catch {
      // there is nowhere to report it
    }
  };
  return { log: safely('log'), warn: safely('warn'), error: safely('error'), debug: safely('debug') };
}

function onOneEntry(message: string): string {
  const lines = message.slice(0, MAX_LENGTH).split(OWN_LINE_BREAK);
  const cut = message.length > MAX_LENGTH ? `… (${message.length - MAX_LENGTH} more characters)` : '';
  return lines.map((line) => shownText(line, MAX_LENGTH)).join(LINE_BREAK) + cut;
}
