import type { JsonValue } from '../../json/json-value.js';

/** Whether data is valid, without a word on what is wrong with it. */
export type Acceptor = (data: JsonValue | undefined) => boolean;

/** An acceptor that is made for the first data it is asked about. */
export function lazyAcceptor(make: () => Acceptor): Acceptor {
  let made: Acceptor | undefined;
  return (data) => (made ??= make())(data);
}
