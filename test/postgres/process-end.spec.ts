import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from '@jest/globals';
import { migratePostgres } from '../../lib/postgres/index.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { root } from '../manual/code-blocks.js';

/** Uses a store in every way, waits for a line, and closes it while statements are pending. */
const PROGRAM = `
import { once } from 'node:events';
import { PostgresStore } from 'nestjs-feature-flags/postgres';

const store = new PostgresStore({ url: process.env.DATABASE_URL, timeout: '60s' });
const nothing = () => {};
await store.watch({ changed: nothing, announced: nothing, lost: nothing, unannounced: nothing, resumed: nothing });
await Promise.all([store.read(), store.now(), store.lease('one', 'two', 1)]);
process.stdout.write('running');
await once(process.stdin, 'data');
const calls = [store.read(), store.now(), store.readUsage()].map((call) => call.catch(({ code }) => code));
await new Promise((resolve) => setImmediate(resolve));
store.close();
process.stdout.write(JSON.stringify(await Promise.all(calls)));
process.stdin.destroy();
`;

describeWithPostgres('A process with a closed store', (running) => {
  let child: ChildProcess | undefined;
  afterEach(async () => {
    child?.kill('SIGKILL');
    await running().resume();
  });

  for (const hangs of [false, true]) {
    it(`ends on its own ${hangs ? 'while the server hangs' : 'while the server answers'}`, async () => {
      await migratePostgres(running().url());
      const env = { ...process.env, DATABASE_URL: running().url() };
      const program = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { cwd: root, env });
      child = program;
      const exit = once(program, 'close');
      let [printed, complaints] = ['', ''];
      program.stderr.on('data', (chunk) => (complaints += String(chunk)));
      for await (const chunk of program.stdout) {
        printed += String(chunk);
        if (printed !== 'running') continue;
        if (hangs) await running().pause();
        program.stdin.write('close\n');
      }
      expect(complaints).toBe('');
      expect(printed).toContain('running[');
      if (hangs) expect(printed).toBe(`running${JSON.stringify(Array.from({ length: 3 }, () => 'STORE_UNAVAILABLE'))}`);
      expect(await exit).toStrictEqual([0, null]);
    });
  }
});
