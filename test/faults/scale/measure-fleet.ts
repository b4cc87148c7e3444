import { createClient } from 'redis';
import { FlagManager } from '../../../dist/core.js';
import { RedisStore } from '../../../dist/redis/index.js';
import { shown } from '../figure.js';
import type { Lab } from '../lab.js';
import { percentile } from '../percentile.js';
import { callsOf, since } from '../stores/flag-server.js';
import { redis } from '../stores/redis-flag-server.js';
import { eventually } from '../../support/eventually.js';
import { timed } from '../../support/timed.js';
import { inUnit, type ScaleFigure } from './scale-figure.js';
import { simulateFleet } from './simulated-fleet.js';
import type { RecordedLatencies } from './simulated-store.js';

const INSTANCES = 100;
const CHANGES = 20;
const PINGS = 2000;
const PATIENCE_MS = 60_000;
const SIMULATED = [10, 100, 1000];
/** One way between two machines: in one zone of a cloud, and between two zones of a region. */
const NETWORKS = { 'of one zone (0.15 ms)': 0.15, 'of several zones (0.6 ms)': 0.6 };
const QUIET = { log: () => {}, warn: () => {}, error: () => {} };

/** What many instances on one Redis cost: measured, and simulated for more of them than fit on one machine. */
export async function measureFleet(lab: Lab): Promise<readonly ScaleFigure[]> {
  const server = await redis(lab);
  const proxy = await lab.proxy(server.port);
  const writer = await start(server.port);
  await writer.saveFlag('sale', true);
  const fleet: FlagManager[] = [];
  const booted = await timed(async () => {
    fleet.push(...(await Promise.all(Array.from({ length: INSTANCES }, () => start(proxy.port)))));
  });
  const client = createClient({ url: `redis://127.0.0.1:${server.port}` });
  client.on('error', () => {}); // the server is restarted below
  await client.connect();
  const connections = Number(/connected_clients:(\d+)/.exec(await client.info('clients'))?.[1]);
  const untilAllHave = async () => {
    const { version } = writer.status();
    await eventually(() => {
      for (const flags of fleet)
        if (flags.status().version < version) throw new Error('An instance does not have the last change.');
    }, PATIENCE_MS);
  };
  const before = {
    bytes: proxy.carried('to_client') + proxy.carried('to_server'),
    commands: await server.carriedOut(),
  };
  for (let i = 0; i < CHANGES; i++) {
    await writer.saveFlag('sale', i % 2 === 0);
    await untilAllHave();
  }
  const bytes = (proxy.carried('to_client') + proxy.carried('to_server') - before.bytes) / CHANGES / INSTANCES;
  const reads = callsOf('reads_log', since(before.commands, await server.carriedOut()));
  const latencies = await recordedLatencies(client);
  await server.restart();
  await eventually(() => writer.saveFlag('sale', false), PATIENCE_MS);
  await untilAllHave();
  const onReturn = (await server.carriedOut()).filter(({ text }) => ['get', 'xrange', 'hgetall'].includes(text));
  const simulated: ScaleFigure[] = [];
  for (const [network, oneWay] of Object.entries(NETWORKS)) {
    for (const instances of SIMULATED) {
      const ways = latencies.oneWay.map((each) => each + oneWay);
      const { p50, p99, max } = await simulateFleet(instances, { ...latencies, oneWay: ways });
      simulated.push([
        `simulated: a change in force on ${shown(instances)} instances, network ${network}`,
        `p50 ${inUnit(p50, 'ms')}, p99 ${inUnit(p99, 'ms')}, all after ${inUnit(max, 'ms')}`,
      ]);
    }
  }
  await Promise.all([writer, ...fleet].map((flags) => flags.close()));
  client.destroy();
  return [
    [`connections of ${INSTANCES + 1} instances`, `${connections - 2}, two for each`],
    [`start of ${INSTANCES} instances at once, in one process`, inUnit(booted, 'ms')],
    ['traffic of each instance for a change of a small flag', inUnit(bytes, 'bytes, both directions')],
    ['reads of the log by each instance for a change', shown(reads / CHANGES / (INSTANCES + 1))],
    [
      `commands of ${INSTANCES + 1} instances after a restart of Redis and one change`,
      onReturn.map(({ text, calls }) => `${text.toUpperCase()} ${calls}`).join(', '),
    ],
    [
      'recorded for the simulation: one way on this machine; one append, one read of the log, one message to each',
      `p50 ${inUnit(percentile(latencies.oneWay, 0.5), 'ms')}; ` +
        [latencies.service.append, latencies.service.read, latencies.service.publishToEach]
          .map((each) => inUnit(each * 1000, 'µs'))
          .join(', '),
    ],
    ...simulated,
  ];
}

async function start(port: number): Promise<FlagManager> {
  return await FlagManager.create({
    store: new RedisStore({ url: `redis://127.0.0.1:${port}`, prefix: 'scale', timeout: '10s' }),
    storeTimeout: '60s',
    bootTimeout: '60s',
    logger: QUIET,
  });
}

/** Of this machine's Redis, as it is now. */
async function recordedLatencies(client: {
  ping(): Promise<unknown>;
  info(section: string): Promise<string>;
}): Promise<RecordedLatencies> {
  const oneWay: number[] = [];
  for (let i = 0; i < PINGS; i++) oneWay.push((await timed(() => client.ping())) / 2);
  const stats = await client.info('commandstats');
  const of = (name: string, value: string) =>
    Number(new RegExp(`cmdstat_${name}:.*?${value}=([\\d.]+)`).exec(stats)?.[1]);
  const appends = of('publish', 'calls'); // each append publishes once; other scripts cost almost nothing
  const append = (of('evalsha', 'usec') - of('publish', 'usec')) / appends / 1000;
  const publishToEach = of('publish', 'usec_per_call') / (INSTANCES + 1) / 1000;
  return { oneWay, service: { append, read: of('xrange', 'usec_per_call') / 1000, publishToEach } };
}
