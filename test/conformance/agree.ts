import { isDeepStrictEqual } from 'node:util';

/** Fails when an answer differs from the suite's, saying why it came out as it did: the reporter prints nothing else. */
export function agree(got: unknown, expected: unknown, why: string): void {
  if (isDeepStrictEqual(got, expected)) return;
  throw new Error(`expected ${JSON.stringify(expected)}\ngot      ${JSON.stringify(got)}\nbecause  ${why}`);
}
