import { LIST_ITEM } from '../internal/list-lines.js';
import { shownText } from '../internal/shown-text.js';
import { isPromise } from '../internal/is-promise.js';
import type { FlagLogger } from './flag-logger.js';

/** The longest entry of the log, in characters; a list of problems is the longest of them. */
export const MAX_LENGTH = 16_384;

/**
 * A logger that hurts nobody: what it throws, or rejects, changes no answer and stops no writer; and nothing that a message
 * holds begins another entry or changes how one is read.
 */
export function safeLogger(logger: FlagLogger): FlagLogger {
  const safely = (level: keyof FlagLogger) => (message: string) => {
    try {
      const result: unknown = logger[level]?.(onOneEntry(message));
      if (isPromise(result)) result.then(undefined, () => {});
    } catch {
      // there is nowhere left to tell it
    }
  };
  return { log: safely('log'), warn: safely('warn'), error: safely('error'), debug: safely('debug') };
}

function onOneEntry(message: string): string {
  const items = message.slice(0, MAX_LENGTH).split(LIST_ITEM);
  const cut = message.length > MAX_LENGTH ? `… (${message.length - MAX_LENGTH} characters more)` : '';
  return items.map((item) => shownText(item, MAX_LENGTH)).join(LIST_ITEM) + cut;
}
