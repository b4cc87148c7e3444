// A process with one store, which does what it is told.
// Usage: node store-program.mjs DIST FOLDER; "read", "append" and "close" on standard input, an answer of one line to each.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [built, folder] = process.argv.slice(2);
const { FileFlagStore } = await import(pathToFileURL(join(built, 'store/file-flag.store.js')).href);
const store = new FileFlagStore(folder);

const commands = {
  read: async () => ({ version: (await store.read()).position.version }),
  append: async () => {
    const { position } = await store.read();
    const [version, time] = [position.version + 1, new Date().toISOString()];
    const serve = { enabled: false };
    const after = { key: 'checkout', serve, actor: 'operator', createdAt: time };
    const entry = { id: randomUUID(), version, time, actor: 'operator', action: 'override_set', key: 'checkout' };
    await store.append([{ ...entry, before: null, after, origin: 'api' }], position);
    return { version };
  },
  close: async () => ({ closed: await store.close() }),
};

for await (const command of createInterface({ input: process.stdin })) {
  const answer = await commands[command]().catch(({ code, message }) => ({ code, message }));
  console.log(JSON.stringify(answer));
}
