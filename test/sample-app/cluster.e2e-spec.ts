import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithProgram } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The program of `npm run sample:cluster`, on free ports. */
class SampleCluster {
  readonly #child: ChildProcess;
  printed = '';

  constructor() {
    const { REDIS_URL: _ours, ...inherited } = process.env;
    const env = { ...inherited, PORTS: '0,0', REDIS_RESTART_MS: '500' };
    this.#child = spawn(process.execPath, ['sample-app/cluster.mjs'], {
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
    const text = await this.prints(/share the flags in Redis: (\S+) and (\S+)/);
    return [text[1] ?? '', text[2] ?? ''];
  }

  /** The process of the Redis that was started last. */
  async redis(): Promise<number> {
    return Number((await this.prints(/^Redis runs as process (\d+)(?![^]*Redis runs)/m))[1]);
  }

  prints(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(
      () => pattern.exec(this.printed) ?? Promise.reject(new Error(`It printed: ${this.printed}`)),
      20_000,
    );
  }

  /** Stops the program, but neither shop, for as long as `check` takes: however long that is, no Redis is started again. */
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

async function ask(url: string): Promise<unknown> {
  return (await fetch(url, { signal: AbortSignal.timeout(10_000) })).json();
}

function override(url: string, value: boolean): Promise<Response> {
  return fetch(`${url}/ops/flags/new_checkout/override`, {
    method: 'PUT',
    headers: { authorization: 'Bearer demo-operator', 'content-type': 'application/json' },
    body: JSON.stringify({ value, reason: 'payments are failing' }),
    signal: AbortSignal.timeout(10_000),
  });
}

describeWithProgram('redis-server', 'Two sample shops that share a Redis', () => {
  let cluster: SampleCluster;
  beforeAll(() => {
    cluster = new SampleCluster();
  });
  afterAll(() => cluster.stop());

  it('share what an operator changes, answer while Redis is away, and take changes again when it is back', async () => {
    const [one, other] = await cluster.urls();
    expect(await ask(`${other}/checkout`)).toMatchObject({ checkout: 'new' });
    expect((await override(one, false)).status).toBe(200);
    await eventually(async () => expect(await ask(`${other}/checkout`)).toMatchObject({ checkout: 'legacy' }));

    const redis = await cluster.redis();
    await cluster.whilePaused(async () => {
      process.kill(redis, 'SIGKILL');
      expect((await override(one, true)).status).toBe(503);
      for (const url of [one, other]) expect(await ask(`${url}/checkout`)).toMatchObject({ checkout: 'legacy' });
    });

    await cluster.prints(/Redis has ended[^]*Redis runs/);
    await eventually(async () => expect((await override(other, true)).status).toBe(200));
    await eventually(async () => expect(await ask(`${one}/checkout`)).toMatchObject({ checkout: 'new' }));
  }, 60_000);
});
