import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, outputOf, start } from './child.mjs';

const START_MS = 60_000;
const INTERVAL_MS = 50;

/** Starts a built app, sends it the requests of the shop, and stops it. */
export async function askApp(node, file, cwd) {
  const port = await freePort();
  const app = start(node, [file], { cwd, env: { PORT: String(port), NO_COLOR: '1' } });
  try {
    await Promise.race([askShop(`http://127.0.0.1:${port}`), once(app.child, 'exit').then(() => endedEarly(app))]);
  } finally {
    kill(app.child);
  }
}

async function askShop(url) {
  await untilReady(url);
  const ask = async (path, user) => {
    const response = await fetch(`${url}/shop/${path}`, { headers: user === undefined ? {} : { 'x-user': user } });
    return [response.status, await response.text()];
  };
  assert.deepEqual(await ask('premium', 'ada'), [200, 'premium']);
  assert.equal((await ask('premium', 'grace'))[0], 404);
  assert.deepEqual(await ask('checkout', 'ada'), [200, 'new checkout, modern']);
}

/** Resolves once anything answers at the address. */
export async function untilReady(url) {
  for (const end = Date.now() + START_MS; ; await sleep(INTERVAL_MS)) {
    const response = await fetch(url).catch(() => undefined);
    if (response !== undefined) return;
    if (Date.now() > end) throw new Error(`the app did not listen within ${START_MS / 1000} s`);
  }
}

/** Throws an error with the output of an app that ended too early. */
export function endedEarly({ result }) {
  throw new Error(`the app ended early\n${outputOf(result)}`);
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
