import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeIf } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { postgresFolder } from '../support/postgres-server.js';
import { pathOfProgram } from '../support/program-path.js';
import { parseCurl } from './curl-command.js';
import { masked } from './wildcard.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Database {
  readonly name: string;
  readonly isInstalled: boolean;
  readonly arguments: readonly string[];
  readonly manual: string;
  /** The name of the store in the log. */
  readonly store: string;
}

const databases: readonly Database[] = [
  {
    name: 'Redis',
    isInstalled: pathOfProgram('redis-server') !== undefined,
    arguments: [],
    manual: 'docs/guide/redis.md',
    store: 'redis-store:sample-shop',
  },
  {
    name: 'Postgres',
    isInstalled: postgresFolder() !== undefined,
    arguments: ['--postgres'],
    manual: 'docs/guide/postgres.md',
    store: 'postgres-store:feature_flags',
  },
];

/** The program of `npm run sample:cluster`, on free ports. */
class SampleCluster {
  readonly #database: Database;
  readonly #child: ChildProcess;
  printed = '';

  constructor(database: Database) {
    this.#database = database;
    const { REDIS_URL: _redis, DATABASE_URL: _postgres, ...inherited } = process.env;
    const env = { ...inherited, PORTS: '0,0', RESTART_MS: '500' };
    this.#child = spawn(process.execPath, ['sample-app/cluster.mjs', ...database.arguments], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => (this.printed += String(chunk)));
    }
  }

  /** The addresses of both shops. */
  async urls(): Promise<readonly [string, string]> {
    const text = await this.prints(/share their flags through \w+: (\S+) and (\S+)/);
    return [text[1] ?? '', text[2] ?? ''];
  }

  /** The process of the server that was started last. */
  async server(): Promise<number> {
    const { name } = this.#database;
    const started = `${name} is running`;
    return Number((await this.prints(new RegExp(`^${started} as process (\\d+)(?![^]*${started})`, 'm')))[1]);
  }

  prints(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(
      () => pattern.exec(this.printed) ?? Promise.reject(new Error(`It printed: ${this.printed}`)),
      START_MS,
    );
  }

  /** Stops the program, but neither shop, for as long as `check` takes: however long that is, no server is started again. */
  async whilePaused(check: () => Promise<void>): Promise<void> {
    this.#child.kill('SIGSTOP');
    try {
      await check();
    } finally {
      this.#child.kill('SIGCONT');
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** A command of "Try it" on the page of the database, with the answer below it. */
interface Step {
  readonly command: string;
  readonly answer: unknown;
}

/** The code blocks of "Try it" that hold commands with answers, in order. */
function manualSteps(path: string): readonly (readonly Step[])[] {
  const manual = readFileSync(join(root, path), 'utf8');
  const section = /^## Try it$(.*)/ms.exec(manual)?.[1] ?? '';
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code = '']) => code.trim().split('\n'));
  return blocks.slice(1).map((lines) =>
    lines.flatMap((command, i) => {
      const answer = /^# (.*)$/.exec(lines[i + 1] ?? '')?.[1];
      return answer === undefined ? [] : [{ command, answer: JSON.parse(answer) as unknown }];
    }),
  );
}

const START_MS = 60_000;

/** The server may need several attempts to start after it was killed. */
const PATIENCE_MS = 20_000;

/** Runs a command on the shops that listen at these addresses, again until the answer is the one that is shown. */
async function follows([one, other]: readonly [string, string], { command, answer }: Step): Promise<void> {
  const [url, origin] = command.includes('localhost:3000/') ? [one, 'localhost:3000'] : [other, 'localhost:3001'];
  const { method, path, headers, body = null } = parseCurl(command, origin);
  await eventually(async () => {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(url + path, { method, headers, body, signal });
    expect({ command, answer: masked(await response.json(), answer) }).toEqual({ command, answer });
  }, PATIENCE_MS);
}

for (const database of databases) {
  const { name, isInstalled, manual, store } = database;
  describeIf(isInstalled, name, `Two sample shops that share a ${name}`, () => {
    let cluster: SampleCluster;
    beforeAll(() => {
      cluster = new SampleCluster(database);
    });
    afterAll(() => cluster.stop());

    it('share what an operator changes, answer while it is unavailable, and accept changes again, as its page shows', async () => {
      const [changing, unavailable, back] = manualSteps(manual);
      const shops = await cluster.urls();
      expect([changing, unavailable, back].map((steps) => steps?.length)).toEqual([2, 4, 2]);
      for (const step of changing ?? []) await follows(shops, step);

      const server = await cluster.server();
      await cluster.whilePaused(async () => {
        process.kill(server, 'SIGKILL');
        for (const step of unavailable ?? []) await follows(shops, step);
      });

      await cluster.prints(new RegExp(`${name} has stopped[^]*${name} is running`));
      for (const step of back ?? []) await follows(shops, step);
      for (const port of shops.map((url) => new URL(url).port)) {
        await cluster.prints(new RegExp(`^shop ${port}: Flag store "${store}" has been unavailable since`, 'm'));
        await cluster.prints(new RegExp(`^shop ${port}: Flag store "${store}" is available again`, 'm'));
      }
    }, 180_000);
  });
}
