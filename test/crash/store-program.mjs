// A process with one store, which runs the commands that it receives.
// Usage: node store-program.mjs DIST FOLDER; "read", "append" and "close" on standard input, an answer of one line to each.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [built, folder] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(built, file)).href);
const { FileStore } = await load('store/file/file.store.js');
const { chainedEntries } = await load('store/audit/audit-chain.js');
const { AuditKeys } = await load('store/audit/audit-keys.js');
const { StateDigest } = await load('store/audit/state-digest.js');
const store = new FileStore(folder);

const commands = {
  read: async () => ({ version: (await store.read()).position.version }),
  append: async () => {
    const { position, documents } = await store.read();
    const [last] = await store.query({ order: 'newest_first', limit: 1 });
    const end = { hash: last?.hash ?? '', digest: StateDigest.of(documents) };
    const [version, time] = [position.version + 1, new Date().toISOString()];
    const serve = { enabled: false };
    const after = { key: 'checkout', serve, actor: 'operator', createdAt: time };
    const entry = { id: randomUUID(), version, time, actor: 'operator', action: 'override_set', key: 'checkout' };
    const unchained = { ...entry, before: null, after, origin: 'api' };
    await store.append(chainedEntries([unchained], end, AuditKeys.NONE), position);
    return { version };
  },
  close: async () => ({ closed: await store.close() }),
};

for await (const command of createInterface({ input: process.stdin })) {
  const answer = await commands[command]().catch(({ code, message }) => ({ code, message }));
  console.log(JSON.stringify(answer));
}
