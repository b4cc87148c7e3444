import { isText } from '../internal/text.js';

const MAX_LENGTH = 4096;

/** The form of such a URL, for errors; they never repeat the URL, because it may contain a password. */
export const POSTGRES_URL_FORM =
  '"postgres://user:password@host:5432/database"; special characters of the password must be encoded, such as "/" as "%2F"';

/** Whether a value is the URL of a database, such as `postgres://user:password@host:5432/database`. */
export function isPostgresUrl(value: unknown): value is string {
  return isText(value, MAX_LENGTH) && URL.canParse(value) && /^postgres(?:ql)?:$/.test(new URL(value).protocol);
}
