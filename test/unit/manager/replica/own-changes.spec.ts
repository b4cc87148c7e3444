import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { Deferred } from '../../../support/deferred.js';
import { settled } from '../managers.js';
import { replicas, set } from './replicas.js';

const { opened } = replicas();

/** An instance whose store announces its append before it answers. */
async function appending(answer: Deferred<boolean>) {
  const parts = await opened();
  const { store, replica } = parts;
  store.onFeed = () => {};
  const entries = replica.chained([set('sale', 1)]);
  store.onAppend = async (append) => {
    await append();
    return await answer.promise;
  };
  const result = Promise.resolve(replica.append(entries)).catch((error: unknown) => error);
  const announce = (position: Pick<AuditEntry, 'version' | 'id'> | undefined = entries.at(-1)) => {
    for (const listener of store.listeners) listener.announced(position);
  };
  const { calls } = store;
  return { ...parts, result, announce, calls };
}

describe('An announcement that arrives before the answer to the append', () => {
  it('causes no read', async () => {
    const answer = new Deferred<boolean>();
    const { store, keys, result, announce, calls } = await appending(answer);
    announce();
    await settled();
    answer.resolve(true);
    await expect(result).resolves.toBe(true);
    await settled();
    expect([keys(), store.calls]).toEqual([['sale'], calls]);
  });

  it('causes a read once the append has failed', async () => {
    const answer = new Deferred<boolean>();
    const { keys, result, announce } = await appending(answer);
    announce();
    await settled();
    expect(keys()).toStrictEqual([]);
    answer.reject(new Error('the connection was cut'));
    await expect(result).resolves.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await settled();
    expect(keys()).toEqual(['sale']);
  });

  it('does not hold back those of other changes', async () => {
    const { keys, announce } = await appending(new Deferred<boolean>());
    announce({ version: 2, id: 'another' });
    await settled();
    expect(keys()).toEqual(['sale']);
  });
});
