import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';

const MAX_VALUES = 10;

/**
 * The values of all cookies of a request with a certain name, at most 10. There can be several, because a browser also
 * sends those of other paths and of parent domains.
 */
export function cookieValues(request: Pick<IncomingMessage, 'headers'>, name: string): readonly string[] {
  const header = request.headers.cookie;
  if (header === undefined || !header.includes(name)) return [];
  // One by one, because the parser keeps only the first of several cookies with the same name.
  const values = header.split(';').flatMap((pair) => parseCookie(pair, { decode: unchanged })[name] ?? []);
  return values.slice(0, MAX_VALUES);
}

function unchanged(value: string): string {
  return value;
}
