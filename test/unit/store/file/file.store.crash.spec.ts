import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { FileStore } from '../../../../lib/store/file/file.store.js';
import { logHeadText, NO_ENTRY } from '../../../../lib/store/file/log-head.js';
import { StoredDocuments } from '../../../../lib/store/stored-documents.js';
import { tempFolder } from '../../manager/temp-folder.js';
import { ALL, added, copyKilled } from '../file-stores.js';
import { at, entries, entryOf, ofOneAppend, override } from '../shop-entries.js';

const path = tempFolder();
const logPath = () => path('flags/audit.jsonl');

async function within<T>(work: (store: FileStore) => Promise<T>): Promise<T> {
  const store = new FileStore(path('flags'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Asserts that a store holds exactly these entries, and what they have led to. */
async function assertHolds(store: FileStore, known: readonly AuditEntry[]): Promise<void> {
  const documents = new StoredDocuments();
  for (const entry of known) documents.apply(entry);
  expect(await store.read()).toEqual({ position: at(known.length), documents: documents.all() });
  expect(await store.query(ALL)).toEqual(known);
}

const change = fc.record({
  key: fc.constantFrom('checkout', 'search', 'premium'),
  unit: fc.constantFrom(undefined, 'ada', 'größe & söhne'),
  isSet: fc.boolean(),
  reason: fc.string({ unit: 'binary' }),
});

/** Appends of up to four entries each, about flags and units that they share. */
const history = fc
  .array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  .map((appends) => {
    let version = 0;
    return appends.map((changes) =>
      ofOneAppend(
        changes.map(({ key, unit, isSet, reason }) => {
          const [before, after] = isSet ? [null, override(key, unit)] : [override(key, unit), null];
          const action = isSet ? 'override_set' : 'override_cleared';
          return entryOf(++version, { key, before, after, action, reason: Buffer.from(reason).toString() });
        }),
      ),
    );
  });

/** Writes the appends, closing the store between them or not, and kills it after the last; gives the length of the log before each of them. */
async function written(appends: readonly (readonly AuditEntry[])[], isClosed: boolean): Promise<readonly number[]> {
  const lengths: number[] = [];
  let store = new FileStore(path('alive'));
  let head = '';
  for (const append of appends) {
    lengths.push((await readFile(path('alive/audit.jsonl')).catch(() => '')).length);
    if (isClosed) {
      await store.close();
      store = new FileStore(path('alive'));
    }
    head = await readFile(path('alive/head.json'), 'utf8').catch(() => logHeadText(NO_ENTRY));
    await store.append(append, at((append[0]?.version ?? 1) - 1));
  }
  await copyKilled(path('alive'), path('flags'));
  await writeFile(path('flags/head.json'), head); // written after each append
  await store.close();
  return lengths;
}

describe('A store whose process or machine stops during an append', () => {
  it('has all of the append or nothing of it, at whatever byte it stopped', async () => {
    const [, before = 0] = await written([entries(1, 2), entries(3, 5)], false);
    const log = await readFile(logPath());
    for (let length = before; length <= log.length; length++) {
      await writeFile(logPath(), log.subarray(0, length));
      await within((store) => assertHolds(store, [...entries(1, 2), ...(length === log.length ? entries(3, 5) : [])]));
    }
  }, 60_000);

  it('begins with whole appends, whatever they were and whatever its checkpoint contained', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (appends, isClosed, part) => {
          for (const name of ['alive', 'flags']) await rm(path(name), { recursive: true, force: true });
          const before = (await written(appends, isClosed)).at(-1) ?? 0;
          const { length } = await readFile(logPath());
          const left = before + Math.floor(part * (length - before));
          await truncate(logPath(), left);
          const known = appends.slice(0, left === length ? undefined : -1).flat();
          await within(async (store) => {
            await assertHolds(store, known);
            expect(await added(store, known.length + 1, known.length + 1)).toBe(true);
            await assertHolds(store, [...known, entryOf(known.length + 1)]);
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
