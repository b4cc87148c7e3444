import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const README = readFileSync(new URL('../../sample-app/README.md', import.meta.url), 'utf8');
const EXAMPLE = /^```sh\nnode (sample-app\/live-prices\.mjs .+)\n```\n\n```text\n(.+)\n```$/gm;
const DENIED = /^While `live_prices` is off.*\n\n```text\n(.+)\n```$/m;

/** Runs a command of the README against an application. */
async function run(command: string, app: SampleApp): Promise<string> {
  const args = command.replace('http://localhost:3000', app.url).split(' ');
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, timeout: 20_000 });
  return stdout.trimEnd();
}

describe('The client of the WebSocket of the sample app', () => {
  let app: SampleApp;
  beforeAll(async () => {
    app = await SampleApp.start();
  });
  afterAll(async () => {
    await app.stop();
  });

  const examples = Array.from(README.matchAll(EXAMPLE), ([, command = '', answer = '']) => ({ command, answer }));

  it('has examples in the README, and one in the start message', () => {
    expect(examples.map(({ command }) => command)).toHaveLength(2);
    expect(app.printed).toContain(`  node sample-app/live-prices.mjs carol premium ${app.url}\n`);
  });

  it.each(examples)('prints $answer for $command', async ({ command, answer }) => {
    expect(await run(command, app)).toBe(answer);
  });

  it('prints the denial in the README while an operator has turned the prices off', async () => {
    const operator = new Operator(app);
    await operator.override('live_prices', { value: false, reason: 'prices are wrong' });
    expect(await run(examples[0]?.command ?? '', app)).toBe(DENIED.exec(README)?.[1]);
    await operator.clear('live_prices');
  });
});
