import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from '@jest/globals';
import ts from 'typescript';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { codeBlocks, root } from './code-blocks.js';
import { page } from './pages.js';

const block = codeBlocks(page('docs/guide/redis.md').text).find(
  ({ code }) => code.includes('OnApplicationShutdown') && code.includes('createClient'),
);

/** Says when it runs, waits until it has lost Redis, and closes. */
const LIFE = `
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { setTimeout } from 'node:timers/promises';
import { FlagManager } from 'nestjs-feature-flags';

const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
const flags = app.get(FlagManager);
await flags.disable('new_checkout');
process.stdout.write('running ');
while (app.get(Redis).client.isReady || flags.status().state === 'ready') await setTimeout(5);
process.stdout.write(\`\${flags.status().providers[0].state} \${flags.evaluate('new_checkout').reason} \`);
await app.close();
process.stdout.write('closed');
`;

/** The block as a program of its own, with the built package by its public name. */
function start(url: string) {
  const code = (block?.code ?? '').replace('redis://localhost:6379', url) + LIFE;
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, experimentalDecorators: true },
  });
  return spawn(process.execPath, ['--input-type=module', '--eval', outputText], { cwd: root });
}

describeWithServer(redisServer, 'An application with its own Redis client, as the Redis page shows it', (running) => {
  let child: ReturnType<typeof start> | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
  });

  it('survives a failure of Redis, keeps its flags, and ends on its own once it is closed', async () => {
    child = start(`redis://localhost:${running().port}`);
    let printed = '';
    let complaints = '';
    child.stderr.on('data', (chunk) => (complaints += String(chunk)));
    const ended = once(child, 'close');
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed === 'running ') await running().kill();
    }
    expect({ printed, complaints, code: (await ended)[0] as unknown }).toEqual({
      printed: 'running stale override closed',
      complaints: '',
      code: 0,
    });
  });
});
