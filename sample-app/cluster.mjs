// Starts two instances of the shop that share a Redis or, with --postgres, a Postgres, to show that a change on one takes
// effect on the other, and what happens during an outage. Starts the installed server, and restarts it ten seconds after it
// was killed; set REDIS_URL or DATABASE_URL to use another one.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ChildProcesses } from './cluster/child-processes.mjs';
import { postgres } from './cluster/postgres.mjs';
import { redis } from './cluster/redis.mjs';

const main = fileURLToPath(new URL('dist/main.js', import.meta.url));
const database = process.argv.includes('--postgres') ? postgres : redis;
const ports = (process.env.PORTS ?? '3000,3001').split(',');
const restartAfter = Number(process.env.RESTART_MS ?? 10_000);
const children = new ChildProcesses();
let folder;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the server, and again whenever it has stopped. */
function startServer(port) {
  const { name } = database;
  const { command, args, options, signal } = database.programOf(port, folder);
  const server = children.start(command, args, { ...options, stdio: 'ignore' }, signal);
  server.once('error', () => {
    console.error(database.hint);
    void end(1);
  });
  server.once('spawn', () => console.log(`${name} is running as process ${server.pid} on port ${port}.`));
  server.once('exit', () => {
    if (children.isEnding || server.pid === undefined) return;
    console.log(`${name} has stopped. Both shops keep running. ${name} restarts in ${restartAfter / 1000} seconds.`);
    setTimeout(() => !children.isEnding && startServer(port), restartAfter);
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

/** Starts a server of its own, and resolves with its address. */
async function ownServer() {
  const port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'sample-cluster-'));
  try {
    await database.createFiles(folder);
  } catch {
    console.error(database.hint);
    await end(1);
  }
  startServer(port);
  await untilListening(port);
  return database.urlOf(port);
}

/** Resolves with the address of the shop, and prints the log lines of its flags. */
async function startShop(port, url) {
  const { REDIS_URL: _redis, DATABASE_URL: _postgres, ...inherited } = process.env;
  const env = { ...inherited, PORT: port, [database.variable]: url, NO_COLOR: '1' };
  const shop = children.start(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
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
  if (children.isEnding) return;
  await children.end();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(0));

const url = process.env[database.variable] ?? (await ownServer());
await database.createTables(url);
const [one, other] = await Promise.all(ports.map((port) => startShop(port, url)));
const operator = "-H 'authorization: Bearer demo-operator'";
console.log(`Two shops share their flags through ${database.name}: ${one} and ${other}

Turn the new checkout off on one shop, and see the result on the other:
  curl -w '\\n' -X PUT ${operator} -H 'content-type: application/json' -d '{"value":false,"reason":"payments are failing"}' ${one}/ops/flags/new_checkout/override
  curl -w '\\n' ${other}/checkout
  curl -w '\\n' ${operator} ${other}/ops/audit

Kill ${database.name}. Both shops keep answering, changes are rejected until it is back, and the status shows how long it has been unavailable:
  curl -w '\\n' ${operator} ${other}/ops/status

More: ${database.manual}`);
