// Starts two instances of the shop that share a Redis, to show that a change on one takes effect on the other, and what
// happens during an outage. Starts the installed redis-server, and restarts it ten seconds after it was killed; set
// REDIS_URL to use another one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('dist/main.js', import.meta.url));
const ports = (process.env.PORTS ?? '3000,3001').split(',');
const restartAfter = Number(process.env.REDIS_RESTART_MS ?? 10_000);
const children = new Set();
let isEnding = false;

/** Starts a child process that ends with this one. */
function start(command, args, options) {
  const child = spawn(command, args, options);
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Every change is written to disk before it is acknowledged, so that killing the process loses none. */
function startRedis(port, folder) {
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...durable];
  const redis = start('redis-server', args, { stdio: 'ignore' });
  redis.once('error', () => {
    console.error('redis-server is not installed: install it, or set REDIS_URL to a running Redis or Valkey.');
    void end(1);
  });
  redis.once('spawn', () => console.log(`Redis is running as process ${redis.pid} on port ${port}.`));
  redis.once('exit', () => {
    if (isEnding || redis.pid === undefined) return;
    console.log(`Redis has stopped. Both shops keep running. Redis restarts in ${restartAfter / 1000} seconds.`);
    setTimeout(() => !isEnding && startRedis(port, folder), restartAfter);
  });
}

/** Resolves once a server listens on the port, or after ten seconds. */
async function untilListening(port) {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(20)) {
    const socket = connect(port, '127.0.0.1');
    const [connected] = await Promise.race([once(socket, 'connect').then(() => [true]), once(socket, 'error')]).catch(
      () => [],
    );
    socket.destroy();
    if (connected === true) return;
  }
}

/** Resolves with the address of the shop, and prints the log lines of its flags. */
async function startShop(port, redisUrl) {
  const env = { ...process.env, PORT: port, REDIS_URL: redisUrl, NO_COLOR: '1' };
  const shop = start(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  shop.once('exit', (code) => void end(code ?? 1));
  let name = port;
  createInterface(shop.stderr).on('line', (line) => console.error(`shop ${name}: ${messageIn(line)}`));
  return new Promise((resolve, reject) => {
    shop.once('close', () => reject(new Error(`The shop on port ${port} did not start.`)));
    createInterface(shop.stdout).on('line', (line) => {
      const [address, ownPort] = /^The shop is open at (?:http:\/\/localhost:(\d+))/.exec(line) ?? [];
      if (address !== undefined) resolve(`http://localhost:${(name = ownPort)}`);
      else if (line.includes(FLAGS)) console.log(`shop ${name}: ${messageIn(line)}`);
    });
  });
}

const FLAGS = '[FeatureFlags] ';

/** A line of Nest's log, without process, time and level. */
function messageIn(line) {
  const at = line.indexOf(FLAGS);
  return at < 0 ? line : line.slice(at + FLAGS.length);
}

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  for (const child of children) child.kill('SIGTERM');
  await Promise.all([...children].map((child) => once(child, 'close')));
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(0));

let url = process.env.REDIS_URL;
let folder;
if (url === undefined) {
  const port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'sample-cluster-'));
  url = `redis://127.0.0.1:${port}`;
  startRedis(port, folder);
  await untilListening(port);
}
const [one, other] = await Promise.all(ports.map((port) => startShop(port, url)));
const operator = "-H 'authorization: Bearer demo-operator'";
console.log(`Two shops share their flags through Redis: ${one} and ${other}

Turn the new checkout off on one shop, and see the result on the other:
  curl -w '\\n' -X PUT ${operator} -H 'content-type: application/json' -d '{"value":false,"reason":"payments are failing"}' ${one}/ops/flags/new_checkout/override
  curl -w '\\n' ${other}/checkout
  curl -w '\\n' ${operator} ${other}/ops/audit

Kill Redis. Both shops keep answering, changes are rejected until it is back, and the status shows how long it has been unavailable:
  curl -w '\\n' ${operator} ${other}/ops/status

More: docs/guide/redis.md`);
