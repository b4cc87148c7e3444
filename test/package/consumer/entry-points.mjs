// Loads every entry point by import, and every file that was installed, except the commands, which run when loaded.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', 'nestjs-feature-flags');
const { name, exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

for (const entry of Object.keys(exports)) {
  const id = name + entry.slice(1);
  if (entry.endsWith('.json')) {
    const { default: content } = await import(id, { with: { type: 'json' } });
    assert.deepEqual(content, JSON.parse(readFileSync(join(folder, exports[entry]), 'utf8')));
  } else {
    assert.ok(Object.keys(await import(id)).length > 0, `${id} exports nothing`);
  }
}

const commands = new Set(
  Object.values(bin).flatMap((file) => [join(folder, file), join(folder, file.replace('dist/', 'dist/cjs/'))]),
);
const files = readdirSync(join(folder, 'dist'), { recursive: true })
  .map((file) => join(folder, 'dist', file))
  .filter((file) => file.endsWith('.js') && !commands.has(file));
assert.ok(files.length > 0);
for (const file of files) await import(pathToFileURL(file).href);

// An optional package is missed where it is needed, and with what to do about it.
const { PostgresStore } = await import(`${name}/postgres`);
const { RedisStore } = await import(`${name}/redis`);
for (const [store, packageName] of [
  [new PostgresStore({ url: 'postgres://127.0.0.1:1' }), 'pg'],
  [new RedisStore({ url: 'redis://127.0.0.1:1' }), 'redis'],
]) {
  await assert.rejects(store.read(), (error) => {
    const causes = [error, error.cause].map((each) => `${each?.code} ${each?.message}`).join('; ');
    assert.match(causes, new RegExp(`MISSING_PACKAGE .*npm install ${packageName}`));
    return true;
  });
}

const { OpenTelemetryObserver } = await import(`${name}/telemetry`);
assert.throws(() => new OpenTelemetryObserver(), {
  code: 'MISSING_PACKAGE',
  message: /npm install @opentelemetry\/api/,
});

await assert.rejects(import(`${name}/dist/index.js`), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
process.stdout.write(`done: ${files.length} files\n`);
