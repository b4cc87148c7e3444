import { LIST_ITEM } from '../internal/list-lines.js';
import { shownText } from '../internal/shown-text.js';
import { isPromise } from '../internal/is-promise.js';
import type { FlagLogger } from './flag-logger.js';

/** The maximum length of a log message, in characters; lists of problems are the longest messages. */
export const MAX_LENGTH = 16_384;

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
  const items = message.slice(0, MAX_LENGTH).split(LIST_ITEM);
  const cut = message.length > MAX_LENGTH ? `… (${message.length - MAX_LENGTH} more characters)` : '';
  return items.map((item) => shownText(item, MAX_LENGTH)).join(LIST_ITEM) + cut;
}
