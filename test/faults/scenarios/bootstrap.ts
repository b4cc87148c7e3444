import { join } from 'node:path';
import { PATIENCE_MS, untilEqual } from '../equal-states.js';
import { none, RETRY_PAUSE, times, within, type Figure } from '../figure.js';
import { LONGEST_CALL_MS } from '../fleet-figures.js';
import { inLab, type Lab } from '../lab.js';
import { labelled } from '../shop.js';
import { FileReader } from '../file-reader.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { StoreAddress } from '../stores/store-address.js';
import { until } from '../until.js';
import { STORE_NAME } from '../worker/instance-options.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface BootstrapSizes {
  /** How many versions of the file are waited for while flags change. */
  readonly copies: number;
}

const KEY = 'checkout';
/** So many that the file takes a while to be written. */
const FLAGS = 2000;
/** Times as long as a start with the server. */
const START_GOAL = 2;
const RETURN_GOAL = 4;
const COPY_GOAL = 2;
/** How long the file waits for more changes. */
const SETTLING = { what: 'the wait for more changes', milliseconds: 500 };

/** The bootstrap file of an instance, and a start while the server is unavailable. */
export async function bootstrap(start: StartFlagServer, { copies }: BootstrapSizes): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const server = await start(lab);
    const { name, address } = server;
    const file = join(await lab.directory(), 'flags.json');
    const [writer, keeper] = (await lab.workers(2)) as [WorkerProcess, WorkerProcess];
    await writer.call('seed', { store: address }, FLAGS);
    await writer.call('start', { store: address });
    await keeper.call('start', { store: address, bootstrapFile: file });
    const stream = await changeWhileCopied(writer, file, copies);
    await keeper.kill();
    const there = await lab.worker();
    const { began: asked, ended: started } = await there.call('tryToStart', { store: address });
    const usual = { what: `a start with ${name}`, milliseconds: started - asked };
    await server.kill();
    const away = await startWhileAway(lab, { store: address, file, version: stream.version });
    await server.restart();
    const began = performance.now();
    await untilEqual([writer, away.worker]);
    const back = performance.now() - began;
    return [
      none(
        `bootstrap file of ${name}: found unreadable while flags change`,
        stream.reader.unreadable,
        `${stream.reader.count}`,
      ),
      times(`bootstrap file of ${name}: a change is in it`, COPY_GOAL, stream.lastCopy, SETTLING),
      times(`start from the bootstrap file, ${name} refuses connections`, START_GOAL, away.refused, usual),
      within(`start from the bootstrap file, ${name} does not answer`, LONGEST_CALL_MS, away.silent),
      none(`start from the bootstrap file of ${name}: what is wrong then`, away.wrong, '2 starts'),
      times(`start from the bootstrap file: equal to the others once ${name} is back`, RETURN_GOAL, back, RETRY_PAUSE),
    ];
  });
}

/** Changes a flag until that many versions of the file were seen, and the last change is in it. */
async function changeWhileCopied(writer: WorkerProcess, file: string, copies: number) {
  const { version: seeded } = await writer.call('instanceState');
  const reader = new FileReader(file);
  const reading = reader.readUntilStopped();
  let version = seeded;
  try {
    while (reader.versions.size < copies) {
      version++;
      const change = { type: 'save_flag', key: KEY, definition: labelled(`version ${version}`) } as const;
      const { refused } = await writer.call('change', { change, actor: 'operator', reason: `change ${version}` });
      if (refused !== undefined) throw new Error(refused.message);
    }
    const began = performance.now();
    await until('the last change was in the file', PATIENCE_MS, () => reader.versions.has(version) || undefined);
    return { version, reader, lastCopy: performance.now() - began };
  } finally {
    reader.stop();
    await reading;
  }
}

interface Away {
  readonly store: StoreAddress;
  readonly file: string;
  readonly version: number;
}

/** Starts one instance whose server refuses connections, and one whose server does not answer. */
async function startWhileAway(lab: Lab, { store, file, version }: Away) {
  const [worker, other] = (await lab.workers(2)) as [WorkerProcess, WorkerProcess];
  const proxy = await lab.proxy(store.port);
  await proxy.begin({ kind: 'drop', directions: ['to_server', 'to_client'] });
  const refused = await worker.call('tryToStart', { store, bootstrapFile: file });
  const silent = await other.call('tryToStart', { store: { ...store, port: proxy.port }, bootstrapFile: file });
  const wrong = [...(await complaints(worker, version)), ...(await complaints(other, version))];
  return { worker, refused: refused.ended - refused.began, silent: silent.ended - silent.began, wrong };
}

/** What is wrong with an instance that has started from the file. */
async function complaints(worker: WorkerProcess, version: number): Promise<readonly string[]> {
  const { value, reason } = await worker.call('evaluate', KEY, 'ada');
  const { state, providers } = await worker.call('instanceState');
  const change = { type: 'set_override', key: KEY, serve: { enabled: false } } as const;
  const write = await worker.call('change', { change, actor: 'operator', reason: 'the server is unavailable' });
  const after = await worker.call('evaluate', KEY, 'ada');
  const logged = await worker.call('logged');
  const seen = {
    answer: `${JSON.stringify(value)}, ${reason}`,
    status: `${state}: ${providers.map((provider) => `${provider.name} ${provider.state}`).join(', ')}`,
    log: logged.filter((line) => line.includes('started from the bootstrap file')).length,
    write: write.refused?.code,
    'answer after the write': `${JSON.stringify(after.value)}, ${after.reason}`,
  };
  const due = {
    answer: `"version ${version}", variant`,
    status: `degraded: ${STORE_NAME} stale`,
    log: 1,
    write: 'STORE_UNAVAILABLE',
    'answer after the write': `"version ${version}", variant`,
  };
  return Object.entries(due).flatMap(([what, expected]) => {
    const found = seen[what as keyof typeof seen];
    return found === expected ? [] : [`the ${what} is ${found}, not ${expected}`];
  });
}
