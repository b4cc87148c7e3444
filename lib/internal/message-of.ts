import { FeatureFlagsError, sectionOfError } from './feature-flags.error.js';
import { withoutSection } from './manual-page.js';
import { shownText } from './shown-text.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * The message of anything that was thrown, for use in another message or in a log: without the section of the manual, which
 * the whole message names. What others have thrown is escaped and cut, because it may repeat text of users. Passwords of URLs
 * are never shown.
 */
export function messageOf(error: unknown): string {
  const message = rawMessageOf(error);
  if (!isOwn(error)) return shownText(message);
  return withoutSecrets(withoutSection(message, sectionOfError(error.code)));
}

function isOwn(error: unknown): error is FeatureFlagsError {
  try {
    return error instanceof FeatureFlagsError;
  } catch {
    return false; // a revoked proxy
  }
}

/** The message of anything that was thrown, unchanged: to be searched, never to be shown. */
export function rawMessageOf(error: unknown): string {
  try {
    // Not `instanceof`: in the realm of a test runner, an error of Node is no instance of `Error`.
    if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
    return String(error);
  } catch {
    return 'something that cannot be read'; // a getter or a proxy that throws, or an object without a prototype
  }
}
