import { isText } from '../internal/text.js';

const MAX_LENGTH = 4096;

/** Whether a value is the URL of a database, such as `postgres://user:password@host:5432/database`. */
export function isPostgresUrl(value: unknown): value is string {
  return isText(value, MAX_LENGTH) && URL.canParse(value) && /^postgres(?:ql)?:$/.test(new URL(value).protocol);
}
