import { withoutSecrets } from './without-secrets.js';

/** The maximum length of untrusted text in a message. */
const MAX_LENGTH = 300;

/** The additional length that is searched for secrets, which may extend beyond the shown text. */
const MARGIN = 4096;

/**
 * Characters that could forge a line of a log, or change how the rest of it is read: control characters, line and
 * paragraph separators (U+2028, U+2029), bidirectional controls, invisible characters, and halves of surrogate pairs.
 */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

/**
 * Makes untrusted text safe for a message or log: on one line, without passwords, with invisible characters escaped,
 * and with at most `max` characters.
 */
export function shownText(text: string, max: number = MAX_LENGTH): string {
  const safe = withoutSecrets(text.slice(0, max + MARGIN)); // first: a long one is not looked through
  return cutText(safe, max).replace(UNSAFE, escaped);
}

/** Cuts a text to at most `max` characters, followed by an ellipsis if it was longer. */
export function cutText(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}

/** Untrusted text in quotation marks, such as the name of a flag. */
export function quoted(text: string, max = 80): string {
  return JSON.stringify(withoutSecrets(text.slice(0, max + MARGIN)).slice(0, max)).replace(UNSAFE, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
