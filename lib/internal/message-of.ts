import { FeatureFlagsError } from './feature-flags.error.js';
import { shownText } from './shown-text.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * The message of anything that was thrown, as another message or a log may hold it. What others have thrown is escaped and
 * cut, for it may repeat text of users; neither shows a password of a URL.
 */
export function messageOf(error: unknown): string {
  const message = rawMessageOf(error);
  return error instanceof FeatureFlagsError ? withoutSecrets(message) : shownText(message);
}

/** The message of anything that was thrown, as it is: to be looked into, never to be shown. */
export function rawMessageOf(error: unknown): string {
  try {
    // Not `instanceof`: in the realm of a test runner, an error of Node is no instance of `Error`.
    if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
    return String(error);
  } catch {
    return 'something that cannot be read'; // a getter or a proxy that throws, or an object without a prototype
  }
}
