import { exchange, type Reply } from './exchange.js';
import type { Denied, Row } from './row.js';
import type { ServerProcess } from './server-process.js';

const OPEN_BODY = '{"cart":"cart-42","items":2,"total":49.9,"design":"new"}';

/**
 * Makes sure that the row answers right, for a user who may have the feature and for one who may not, and leaves the
 * server with the first.
 *
 * @returns the length of the right reply in bytes, head included
 * @throws when an answer is wrong: then it must not be timed
 */
export async function verifyRow(row: Row, server: ServerProcess): Promise<number> {
  const port = server.portOf(row.name);
  if (row.denied !== undefined) {
    await server.setPlan('free');
    const reply = await exchange(port);
    if (!isDenied(reply, row.denied)) throw wrong('a user without the plan', reply);
  }
  await server.setPlan('beta');
  const reply = await exchange(port);
  if (reply.status !== 200 || reply.body !== OPEN_BODY) throw wrong('a user with the plan', reply);
  return reply.bytes;
}

function isDenied({ status, body }: Reply, denied: Denied): boolean {
  if ('status' in denied) return status === denied.status;
  return status === 200 && body === OPEN_BODY.replace('"new"', `"${denied.design}"`);
}

function wrong(who: string, { status, body }: Reply): Error {
  return new Error(`Wrong answer for ${who}: ${status} ${body.slice(0, 200)}`);
}
