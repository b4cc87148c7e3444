import { randomUUID } from 'node:crypto';
import type { ExposureSink } from 'nestjs-feature-flags';

/** Posts each batch as JSON, and once more if the server could not accept it. */
export function httpSink(url: string, token: string): ExposureSink {
  return async (events, signal) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(), // the same for both attempts, so that the server can ignore the second one
    };
    const body = JSON.stringify({ events });
    const post = async () => {
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.body?.cancel();
      return response.status;
    };
    let status = await post();
    if (status === 429 || status >= 500) status = await post();
    if (status >= 300) throw new Error(`The collector of flag events answered ${status}.`);
  };
}
