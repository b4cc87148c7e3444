import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { at, entries, versions } from '../shop-entries.js';

function filled(count: number, auditLogSize: number): MemoryStore {
  const store = new MemoryStore({ auditLogSize });
  for (const entry of entries(1, count)) store.append([entry], at(entry.version - 1));
  return store;
}

describe('The store in memory', () => {
  it('has a name that can be changed', () => {
    expect([new MemoryStore().name, new MemoryStore({ name: 'shop' }).name]).toEqual(['memory-store', 'shop']);
  });

  it.each([
    [{ auditLogSize: 0 }, 'auditLogSize'],
    [{ auditLogSize: 1.5 }, 'auditLogSize'],
    [{ maxUnits: -1 }, 'maxUnits'],
    [{ maxUnits: Number.NaN }, 'maxUnits'],
  ])('is not created with %j, and says why', (options, name) => {
    expect(() => new MemoryStore(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining(
          `Option "${name}" of MemoryStore must be a whole number of at least 1; given: `,
        ),
      }),
    );
  });

  it.each([1, 9, 10, 11, 19, 20, 21, 35])('keeps its last ten entries of %i, and all documents', (count) => {
    const store = filled(count, 10);
    const kept = Array.from({ length: Math.min(10, count) }, (_, i) => count - i);
    expect(versions(store.query({ order: 'newest_first', limit: 100 }))).toEqual(kept);
    expect(versions(store.query({ order: 'oldest_first', limit: 100 }))).toEqual(kept.toReversed());
    expect(store.read().documents).toHaveLength(count);
    expect(store.read().position).toMatchObject(at(count));
  });

  it('accepts any number of entries at once', () => {
    const store = new MemoryStore({ auditLogSize: 3 });
    expect(store.append(entries(1, 200_000), at(0))).toBe(true);
    expect(versions(store.query({ order: 'newest_first', limit: 10 }))).toEqual([200_000, 199_999, 199_998]);
  });

  it('drops the sticky variants of the least recently used unit', () => {
    const store = new MemoryStore({ maxUnits: 1 });
    for (const unit of ['userId:ada', 'userId:eve']) {
      store.writeSticky([{ unit, flag: 'theme', assignment: { variant: 'plain', version: 1 } }]);
    }
    expect(store.readSticky(['userId:ada', 'userId:eve']).map(({ unit }) => unit)).toEqual(['userId:eve']);
  });
});
