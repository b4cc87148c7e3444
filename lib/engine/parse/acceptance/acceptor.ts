import type { JsonValue } from '../../json/json-value.js';

/** A test of whether data is valid, which does not say what is wrong with it. */
export type Acceptor = (data: JsonValue | undefined) => boolean;

/** An acceptor that is created at its first call. */
export function lazyAcceptor(make: () => Acceptor): Acceptor {
  let made: Acceptor | undefined;
  return (data) => (made ??= make())(data);
}
