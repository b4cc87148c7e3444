import { afterEach, describe, expect, it } from '@jest/globals';
import { SharedStickyStore } from '../../../../lib/manager/sticky/shared-sticky-store.js';
import type { StickyDocument } from '../../../../lib/store/flag-store.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { StoreFailedError } from '../../../../lib/store/store.errors.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { Deferred } from '../../../support/deferred.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { instances } from '../instances.js';
import { settled } from '../managers.js';
import { requestPreparationOf } from '../../../../lib/manager/manager-components.js';

const open: SharedStickyStore[] = [];
afterEach(() => Promise.all(open.splice(0).map((sticky) => sticky.close())));

/** One instance's view of what units keep. */
function sharing(memory = new MemoryStore()) {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const store = {
    isAvailable: true,
    /** How many documents each write had. */
    writes: [] as number[],
    /** Which units each read asked for. */
    reads: [] as (readonly string[])[],
    read: (units: readonly string[]): Promise<readonly StickyDocument[]> => Promise.resolve(memory.readSticky(units)),
    write: (documents: readonly StickyDocument[]) => Promise.resolve(memory.writeSticky(documents)),
  };
  const sticky = new SharedStickyStore({
    read: (units) => {
      store.reads.push(units);
      return store.read(units);
    },
    write: (documents) => {
      store.writes.push(documents.length);
      return store.write(documents);
    },
    isAvailable: () => store.isAvailable,
    timeout: 50,
    clock,
    logger,
  });
  open.push(sticky);
  const kept = (unit: string) =>
    memory.readSticky([unit]).map(({ flag, assignment }) => `${flag} ${assignment.variant}`);
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await settled();
  };
  return { memory, clock, logger, store, sticky, kept, pass };
}

const dark = { variant: 'dark', version: 1 };
const light = { variant: 'light', version: 1 };
const refuse = () => Promise.reject(new Error('connection refused'));

/** Lets the store fail on everything that has to do with one unit. */
function spoiledFor(unit: string, { store }: ReturnType<typeof sharing>): void {
  const { read, write } = store;
  const failure = new StoreFailedError('shared', `the key of "${unit}" holds something else`);
  store.read = (units) => (units.includes(unit) ? Promise.reject(failure) : read(units));
  store.write = (documents) =>
    documents.some((document) => document.unit === unit) ? Promise.reject(failure) : write(documents);
}

describe('A sticky variant', () => {
  it('is served at once where it was drawn, and written soon after', async () => {
    const { sticky, kept, pass } = sharing();
    sticky.set('userId:ada', 'theme', dark);
    expect([sticky.get('userId:ada', 'theme'), kept('userId:ada')]).toEqual([dark, []]);
    await pass(20);
    expect(kept('userId:ada')).toEqual(['theme dark']);
  });

  it('is known to other instances once they have read its unit', async () => {
    const memory = new MemoryStore();
    const [one, two] = [sharing(memory), sharing(memory)];
    one.sticky.set('userId:ada', 'theme', dark);
    await one.sticky.flush();
    expect(two.sticky.get('userId:ada', 'theme')).toBeUndefined();
    await two.sticky.prefetch(['userId:ada']);
    expect(two.sticky.get('userId:ada', 'theme')).toEqual(dark);
  });

  it('is that of the first instance that has written it, and the others take it over', async () => {
    const memory = new MemoryStore();
    const [one, two] = [sharing(memory), sharing(memory)];
    one.sticky.set('userId:ada', 'theme', dark);
    two.sticky.set('userId:ada', 'theme', light);
    await one.sticky.flush();
    await two.sticky.flush();
    expect([one, two].map(({ sticky }) => sticky.get('userId:ada', 'theme'))).toEqual([dark, dark]);
    expect(one.kept('userId:ada')).toEqual(['theme dark']);
  });

  it('yields to one of a higher version, and never to one of a lower', async () => {
    const memory = new MemoryStore();
    const [one, two] = [sharing(memory), sharing(memory)];
    one.sticky.set('userId:ada', 'theme', { ...light, version: 2 });
    two.sticky.set('userId:ada', 'theme', dark);
    await two.sticky.flush();
    await one.sticky.flush();
    expect(one.sticky.get('userId:ada', 'theme')).toEqual({ variant: 'light', version: 2 });
    two.sticky.set('userId:ada', 'theme', dark);
    await two.sticky.flush();
    expect(two.sticky.get('userId:ada', 'theme')).toEqual({ variant: 'light', version: 2 });
  });

  it('is not taken over when the store returns it in an invalid form', async () => {
    const { store, sticky } = sharing();
    const illegal = [{ variant: 7, version: 1 }, { variant: 'dark' }, { variant: 'dark', version: 'x' }];
    store.read = () =>
      Promise.resolve(
        illegal.map((assignment, i) => ({ unit: 'userId:ada', flag: `theme-${i}`, assignment }) as never),
      );
    await sticky.prefetch(['userId:ada']);
    expect(illegal.map((_, i) => sticky.get('userId:ada', `theme-${i}`))).toEqual([undefined, undefined, undefined]);
  });
});

describe('Reading the variants of units', () => {
  it('reads once for a unit within a minute, however many requests there are', async () => {
    const { store, sticky, pass } = sharing();
    for (const waiting of Array.from({ length: 10 }, () => sticky.prefetch(['userId:ada']))) await waiting;
    expect(sticky.prefetch(['userId:ada'])).toBeUndefined();
    await pass(59_999);
    expect(sticky.prefetch(['userId:ada'])).toBeUndefined();
    await pass(2);
    await sticky.prefetch(['userId:ada']);
    expect(store.reads).toEqual([['userId:ada'], ['userId:ada']]);
  });

  it('reads only the units that are not known yet', async () => {
    const { store, sticky } = sharing();
    await sticky.prefetch(['userId:ada']);
    await sticky.prefetch(['userId:ada', 'sessionId:s1']);
    expect(store.reads).toEqual([['userId:ada'], ['sessionId:s1']]);
    expect(sticky.prefetch([])).toBeUndefined();
  });

  it('makes a request wait no longer than its patience, and takes over later answers', async () => {
    const { store, sticky } = sharing();
    const answer = new Deferred<readonly StickyDocument[]>();
    store.read = () => answer.promise;
    await sticky.prefetch(['userId:ada']);
    expect(sticky.get('userId:ada', 'theme')).toBeUndefined();
    answer.resolve([{ unit: 'userId:ada', flag: 'theme', assignment: dark }]);
    await settled();
    expect(sticky.get('userId:ada', 'theme')).toEqual(dark);
  });

  it('does not wait while the store is unavailable, and reads again when it is available', async () => {
    const { store, sticky } = sharing();
    store.isAvailable = false;
    expect(sticky.prefetch(['userId:ada'])).toBeUndefined();
    store.isAvailable = true;
    await sticky.prefetch(['userId:ada']);
    expect(store.reads).toHaveLength(1);
  });

  it('reads the other units although the store fails on one of them', async () => {
    const memory = new MemoryStore();
    const parts = sharing(memory);
    memory.writeSticky([{ unit: 'sessionId:s1', flag: 'theme', assignment: dark }]);
    spoiledFor('userId:eve', parts);
    await parts.sticky.prefetch(['userId:eve', 'sessionId:s1']);
    expect(parts.sticky.get('sessionId:s1', 'theme')).toEqual(dark);
    expect(parts.sticky.prefetch(['userId:eve'])).toBeUndefined(); // for a minute, as for any unit
    expect(parts.logger.lines).toEqual([
      expect.stringMatching(/^warn .*fails on the sticky variants of at least one unit/),
    ]);
  });

  it('does not fail the request when it fails, and is retried with the next one', async () => {
    const { store, sticky } = sharing();
    const { read } = store;
    store.read = refuse;
    await sticky.prefetch(['userId:ada']);
    store.read = read;
    await sticky.prefetch(['userId:ada']);
    expect(store.reads).toHaveLength(2);
  });
});

describe('Writing the variants of units', () => {
  it('combines many in batches', async () => {
    const { store, sticky, pass } = sharing();
    for (let i = 0; i < 450; i++) sticky.set(`userId:${i}`, 'theme', dark);
    await pass(20);
    expect(store.writes).toEqual([200, 200, 50]);
  });

  it('is retried a second later when it fails, and nothing is lost', async () => {
    const { store, sticky, kept, pass } = sharing();
    const { write } = store;
    store.write = refuse;
    sticky.set('userId:ada', 'theme', dark);
    await pass(20);
    sticky.set('userId:bob', 'theme', light);
    store.write = write;
    await pass(1000);
    expect([...kept('userId:ada'), ...kept('userId:bob')]).toEqual(['theme dark', 'theme light']);
  });

  it('continues without what the store fails on, and reports it once, without naming anybody', async () => {
    const parts = sharing();
    const { sticky, logger, clock, kept } = parts;
    spoiledFor('userId:eve', parts);
    for (let round = 0; round < 2; round++) {
      sticky.set('userId:eve', 'theme', { ...dark, version: round });
      for (let i = 0; i < 300; i++) sticky.set(`userId:${i}`, `theme-${round}`, dark);
      await sticky.flush();
    }
    expect(Array.from({ length: 300 }, (_, i) => kept(`userId:${i}`).length)).toEqual(Array(300).fill(2));
    expect([sticky.get('userId:eve', 'theme')?.variant, clock.pending]).toEqual(['dark', 0]);
    expect(logger.lines).toEqual([expect.stringMatching(/^warn .*fails on the sticky variants of at least one unit/)]);
    expect(logger.lines.join()).not.toContain('eve');
  });

  it('is restarted when the store becomes unavailable while it looks for what it fails on', async () => {
    const parts = sharing();
    const { sticky, store, kept, pass } = parts;
    spoiledFor('userId:eve', parts);
    const { write } = store;
    sticky.set('userId:eve', 'theme', dark);
    sticky.set('userId:ada', 'theme', dark);
    store.write = (documents) => (documents.length === 1 ? refuse() : write(documents)); // unavailable in the middle of it
    await sticky.flush();
    expect(kept('userId:ada')).toStrictEqual([]);
    store.write = write;
    await pass(1000);
    expect(kept('userId:ada')).toEqual(['theme dark']);
  });

  it('includes what has changed while it was being written', async () => {
    const { store, sticky, kept, memory } = sharing();
    const { write } = store;
    store.write = (documents) => {
      store.write = write;
      sticky.set('userId:ada', 'theme', { ...light, version: 2 });
      return Promise.resolve(memory.writeSticky(documents));
    };
    sticky.set('userId:ada', 'theme', dark);
    await sticky.flush();
    expect(kept('userId:ada')).toEqual(['theme light']);
    expect(sticky.get('userId:ada', 'theme')).toEqual({ variant: 'light', version: 2 });
  });

  it('is not replaced by a read that was under way when it was drawn', async () => {
    const { store, sticky, kept } = sharing();
    const reading = new Deferred<readonly StickyDocument[]>();
    store.read = () => reading.promise;
    const prefetched = sticky.prefetch(['userId:ada']);
    sticky.set('userId:ada', 'theme', { ...dark, version: 2 });
    reading.resolve([{ unit: 'userId:ada', flag: 'theme', assignment: { ...light, version: 3 } }]);
    await prefetched;
    expect(sticky.get('userId:ada', 'theme')).toEqual({ ...dark, version: 2 });
    await sticky.flush();
    expect(kept('userId:ada')).toEqual(['theme dark']);
  });

  it('drops the oldest beyond 10,000, and reports it once', async () => {
    const { store, sticky, memory, logger } = sharing();
    const { write } = store;
    store.write = refuse;
    for (let i = 0; i < 10_005; i++) sticky.set(`userId:${i}`, 'theme', dark);
    store.write = write;
    await sticky.flush();
    expect(memory.readSticky(['userId:4', 'userId:5'])).toMatchObject([{ unit: 'userId:5' }]);
    expect(sticky.get('userId:0', 'theme')).toEqual(dark);
    expect(logger.warnings).toEqual([expect.stringContaining('10000 sticky variants wait')]);
  });

  it('is completed on close, once, and leaves no timer', async () => {
    const { store, sticky, kept, clock } = sharing();
    sticky.set('userId:ada', 'theme', dark);
    await sticky.close();
    expect([kept('userId:ada'), clock.pending]).toEqual([['theme dark'], 0]);
    sticky.set('userId:bob', 'theme', dark);
    store.write = refuse;
    await sticky.close();
    expect([store.writes.length, clock.pending]).toEqual([1, 0]);
  });

  it('leaves no timer when it fails on close either', async () => {
    const { store, sticky, clock } = sharing();
    store.write = refuse;
    sticky.set('userId:ada', 'theme', dark);
    await sticky.close();
    expect(clock.pending).toBe(0);
  });
});

describe('Instances that share a store', () => {
  const shared = instances();
  const even = {
    type: 'variant',
    sticky: {},
    variants: [
      { name: 'dark', weight: 1 },
      { name: 'light', weight: 1 },
    ],
  } as const;
  const swapped = { ...even, salt: 'another' } as const; // draws other variants
  const users = Array.from({ length: 30 }, (_, i) => ({ userId: `user-${i}` }));

  it('serve a user what another one has served, although each would draw otherwise', async () => {
    const { start, clock } = shared();
    const one = await start({ initialFlags: { theme: even } });
    const two = await start({ initialFlags: { theme: swapped } });
    const served = users.map((user) => one.flags.getVariant('theme', '', user));
    expect(requestPreparationOf(two.flags).readsVariants).toBe(true);
    clock.advance(20);
    await settled();
    for (const user of users) await two.flags.prepare(user);
    expect(users.map((user) => two.flags.getVariant('theme', '', user))).toEqual(served);
    expect(new Set(served).size).toBe(2);
  });

  it('wait for nothing if no flag is sticky', async () => {
    const { start } = shared();
    const { flags } = await start({ initialFlags: { theme: { ...even, sticky: undefined } } });
    expect([
      requestPreparationOf(flags).readsVariants,
      requestPreparationOf(flags).readVariants({ userId: 'ada' }),
    ]).toEqual([false, undefined]);
    await flags.saveFlag('theme', even);
    expect(requestPreparationOf(flags).readsVariants).toBe(true);
  });

  it('draw independently while the store is unavailable, and agree on one variant afterwards', async () => {
    const { start, clock } = shared();
    const one = await start({ initialFlags: { theme: even } });
    const two = await start({ initialFlags: { theme: swapped } });
    one.store.failure = new Error('connection refused');
    const own = users.map((user) => one.flags.getVariant('theme', '', user));
    const first = users.map((user) => two.flags.getVariant('theme', '', user));
    expect(own).not.toEqual(first);
    clock.advance(20);
    await settled();
    one.store.failure = undefined;
    clock.advance(1000);
    await settled();
    expect(users.map((user) => one.flags.getVariant('theme', '', user))).toEqual(first);
  });
});

const theme = (darkWeight: number, lightWeight: number) => ({
  type: 'variant' as const,
  sticky: {},
  variants: [
    { name: 'dark', weight: darkWeight },
    { name: 'light', weight: lightWeight },
  ],
});

describe('A sticky variant that is no longer served', () => {
  const shared = instances();
  it('yields to a new draw, for every instance and permanently', async () => {
    const { start, clock, memory } = shared();
    const [one, other] = [await start(), await start()];
    const ada = { userId: 'ada' };
    const ask = async ({ flags }: typeof one) => {
      await flags.prepare(ada);
      const served = flags.getVariant('theme', 'none', ada);
      clock.advance(60_000); // pending variants are written, and what was read is outdated
      await settled();
      return served;
    };
    await one.flags.saveFlag('theme', theme(1, 0));
    expect([await ask(one), await ask(other)]).toEqual(['dark', 'dark']);
    await one.flags.saveFlag('theme', theme(0, 1));
    expect([await ask(one), await ask(other)]).toEqual(['light', 'light']);
    await one.flags.saveFlag('theme', theme(1_000_000, 1));
    expect([await ask(other), await ask(one)]).toEqual(['light', 'light']);
    expect(memory.readSticky(['userId:ada']).map(({ assignment }) => assignment)).toEqual([light]);
  });
});
