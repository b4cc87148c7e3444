import { NestFactory } from '@nestjs/core';
import { FlagManager } from 'nestjs-feature-flags';
import { AppModule } from './app.js';
import { checks } from './checks.js';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['fatal', 'error', 'warn'], abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const flags = app.get(FlagManager);
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(url, flags);
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`FAIL ${name}: ${String(error).replaceAll('\n', ' ')}\n`);
    }
  }
  await app.close();
  process.stdout.write(`done: ${Object.keys(checks).length} checks\n`); // and the process ends: nothing is left open
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
});
