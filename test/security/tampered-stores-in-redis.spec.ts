import { expect, it } from '@jest/globals';
import { RedisStore } from '../../lib/redis/index.js';
import { chainedEntries } from '../../lib/store/audit/audit-chain.js';
import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { AuditKeys } from '../../lib/store/audit/audit-keys.js';
import { StateDigest } from '../../lib/store/audit/state-digest.js';
import { documentOf, type StoredDocument } from '../../lib/store/stored-document.js';
import { redisClients } from '../redis/support/clients.js';
import { freshKeys } from '../redis/support/stores.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { managers } from '../unit/manager/managers.js';

const SECRET = 'a secret that only the shop knows';

describeWithServer(redisServer, 'A Redis that was tampered with', (running) => {
  const start = managers();
  const connect = redisClients();

  /** A store with several kinds of changes, of which the last one is a kill switch. */
  async function shop(auditSecret?: string) {
    const keys = freshKeys();
    const url = `redis://localhost:${running().port}`;
    const boot = () => start({ store: new RedisStore({ url, prefix: keys.prefix }), auditSecret });
    const { flags } = await boot();
    await flags.saveFlag('checkout', true, { actor: 'ann' });
    await flags.saveSegment('vip', { include: ['ada'] });
    await flags.setOverride('checkout', true, { unit: 'ada' });
    await flags.disable('checkout', { actor: 'ann', reason: 'incident 7' });
    return { flags, boot, keys, admin: await connect(url) };
  }

  type Shop = Awaited<ReturnType<typeof shop>>;

  async function log({ admin, keys }: Shop): Promise<readonly AuditEntry[]> {
    const items = await admin.xRange(keys.audit, '-', '+');
    return (items ?? []).map(({ message }) => JSON.parse(message['entry'] ?? '') as AuditEntry);
  }

  /** A stream cannot be edited: it is rewritten, with each entry at its own position. */
  async function rewrite({ admin, keys }: Shop, entries: readonly AuditEntry[]): Promise<void> {
    await admin.del(keys.audit);
    for (const [i, entry] of entries.entries()) {
      await admin.xAdd(keys.audit, `${i + 1}-0`, { entry: JSON.stringify(entry) });
    }
  }

  /** The kind of what a running instance finds, and the code that a start fails with. */
  async function found({ flags, boot }: Shop): Promise<readonly [kind: string | undefined, start: string]> {
    const { problem } = await flags.verifyAuditLog();
    const code = await boot().then(
      () => 'started',
      (error: unknown) => (error as { readonly code: string }).code,
    );
    expect(flags.isEnabled('checkout')).toBe(false); // what was last verified
    return [problem?.kind, code];
  }

  it('is intact before', async () => {
    const tried = await shop(SECRET);
    expect(await tried.flags.verifyAuditLog()).toMatchObject({ isIntact: true, entries: 4, first: 1 });
  });

  it.each<[how: string, change: (list: readonly AuditEntry[]) => readonly AuditEntry[], kind: string, start: string]>([
    [
      'edited',
      (list) => list.map((each, i) => (i === 1 ? { ...each, actor: 'eve' } : each)),
      'bad_signature',
      'started',
    ],
    [
      'edited at its end',
      (list) => list.with(3, { ...(list[3] ?? fail()), actor: 'eve' }),
      'bad_signature',
      'STORE_FAILED',
    ],
    ['removed', (list) => list.toSpliced(1, 1), 'missing', 'STORE_FAILED'],
    ['removed at its end', (list) => list.slice(0, -1), 'missing', 'STORE_FAILED'],
    ['moved', (list) => [0, 2, 1, 3].map((i) => list[i] ?? fail()), 'missing', 'started'],
    ['repeated', (list) => [0, 1, 1, 3].map((i) => list[i] ?? fail()), 'moved', 'started'],
  ])('reports an entry that was %s', async (_, change, kind, code) => {
    const tried = await shop(SECRET);
    await rewrite(tried, change(await log(tried)));
    expect(await found(tried)).toEqual([kind, code]);
  });

  it('does not start with a kill switch that was removed, edited or added', async () => {
    for (const attack of [
      ({ admin, keys }: Shop) => admin.hDel(keys.documents, 'override:checkout'),
      async ({ admin, keys }: Shop) => {
        const text = (await admin.hGet(keys.documents, 'override:checkout')) ?? '';
        await admin.hSet(keys.documents, 'override:checkout', text.replace('false', 'true'));
      },
      ({ admin, keys }: Shop) => admin.hSet(keys.documents, 'flag:search', '{"key":"search","type":"boolean"}'),
    ]) {
      const tried = await shop();
      await attack(tried);
      expect(await found(tried)).toEqual(['state', 'STORE_FAILED']);
    }
  });

  it('is not trusted with a whole log that was rewritten without the secret', async () => {
    const tried = await shop(SECRET);
    const { admin, keys } = tried;
    let hash = '';
    let digest = StateDigest.of([]);
    const forged: AuditEntry[] = [];
    for (const { hash: _, previousHash: __, stateHash: ___, ...entry } of (await log(tried)).slice(0, -1)) {
      forged.push(...chainedEntries([entry], { hash, digest }, AuditKeys.NONE));
      digest = digest.after([entry]);
      hash = forged.at(-1)?.hash ?? '';
    }
    await rewrite(tried, forged);
    const documents = forged
      .map(documentOf)
      .filter((each): each is StoredDocument & { value: never } => each !== undefined);
    const last = forged.at(-1) ?? fail();
    await admin.del(keys.documents);
    for (const { kind, id, value } of documents)
      await admin.hSet(keys.documents, `${kind}:${id}`, JSON.stringify(value));
    await admin.hSet(keys.documents, 'head', `${last.version} ${last.id}`);
    await admin.set(keys.head, `${last.version} ${last.id}`);
    expect(await found(tried)).toEqual(['unsigned', 'STORE_FAILED']);
  });
});

function fail(): never {
  throw new Error('There is no such entry.');
}
