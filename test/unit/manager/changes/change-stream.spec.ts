import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { bufferCount, config, filter, firstValueFrom, map, Subject, switchMap, take, of, type Observable } from 'rxjs';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { ChangeStream } from '../../../../lib/manager/changes/change-stream.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { auditOf, managers } from '../managers.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const start = managers();
const entryOf = (id: string) => ({ id }) as AuditEntry;
const bite = (): never => {
  throw new RangeError('the listener bites');
};

describe('changes$', () => {
  const uncaught: unknown[] = [];
  const raise = config.onUnhandledError;

  beforeEach(() => {
    uncaught.length = 0;
    config.onUnhandledError = (error) => uncaught.push(error); // rxjs would end the process, one timer later
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
  });

  afterEach(() => {
    jest.runAllTimers();
    jest.useRealTimers();
    config.onUnhandledError = raise;
    expect(uncaught).toStrictEqual([]);
  });

  it('notifies every subscriber in the order of the changes, although the first one makes more', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const told: readonly number[][] = [[], []];
    flags.changes$.subscribe(({ key, version }) => {
      told[0]?.push(version);
      if (key === 'catalogue' && version === 1) {
        void flags.disable('new_arrivals');
        void flags.disable('catalogue');
      }
    });
    flags.changes$.subscribe(({ version }) => told[1]?.push(version));
    await flags.disable('catalogue');
    await auditOf(flags);
    expect(told).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('notifies later subscribers of a change before one that an earlier subscriber emits meanwhile', () => {
    const stream = new ChangeStream(new RecordingLogger());
    const told: string[] = [];
    stream.changes$.subscribe(({ id }) => {
      if (id === 'first') stream.emit([entryOf('second'), entryOf('third')]);
    });
    stream.changes$.subscribe(({ id }) => told.push(id));
    stream.emit([entryOf('first')]);
    expect(told).toEqual(['first', 'second', 'third']);
  });

  const subscribers: readonly [string, (changes: Observable<AuditEntry>) => unknown][] = [
    ['a function', (changes) => changes.subscribe(bite)],
    ['an observer', (changes) => changes.subscribe({ next: bite })],
    ['an observer whose error handler throws too', (changes) => changes.pipe(map(bite)).subscribe({ error: bite })],
    ['map()', (changes) => changes.pipe(map(bite)).subscribe()],
    [
      'map() behind other operators',
      (changes) => changes.pipe(filter(Boolean), take(5), map(bite)).subscribe(() => {}),
    ],
    ['an inner stream', (changes) => changes.pipe(switchMap(() => of(1).pipe(map(bite)))).subscribe()],
    ['a function behind operators', (changes) => changes.pipe(map(({ key }) => key)).subscribe(bite)],
    ['a promise', (changes) => changes.subscribe((): unknown => Promise.resolve().then(bite))],
    [
      'an observer that is an object of a class',
      (changes) =>
        changes.subscribe(
          new (class {
            next = bite;
          })(),
        ),
    ],
  ];

  it.each(subscribers)(
    'continues for the writer and all other subscribers when %s throws, which is logged',
    async (_, subscribe) => {
      const { flags, logger } = await start({ initialFlags: shopFlags });
      const seen: number[] = [];
      flags.changes$.subscribe(({ version }) => seen.push(version));
      subscribe(flags.changes$);
      flags.changes$.subscribe(({ version }) => seen.push(version));
      await flags.disable('catalogue');
      await flags.enable('catalogue');
      jest.runAllTimers();
      expect(seen).toEqual([1, 1, 2, 2]);
      expect(await auditOf(flags)).toHaveLength(2);
      expect(logger.errors[0]).toBe('A subscriber of changes$ threw a RangeError.');
    },
  );

  it('keeps a subscriber that threw', async () => {
    const { flags, logger } = await start({ initialFlags: shopFlags });
    let calls = 0;
    flags.changes$.subscribe(() => {
      calls++;
      bite();
    });
    await flags.disable('catalogue');
    await flags.enable('catalogue');
    expect(calls).toBe(2);
    expect(logger.errors).toHaveLength(2);
  });

  it('ends the chain of an operator that threw and calls its error handler, not the log', async () => {
    const { flags, logger } = await start({ initialFlags: shopFlags });
    const told: unknown[] = [];
    flags.changes$.pipe(map(bite)).subscribe({ error: (error) => told.push(error) });
    await flags.disable('catalogue');
    await flags.enable('catalogue');
    expect(told).toEqual([new RangeError('the listener bites')]);
    expect(logger.errors).toStrictEqual([]);
  });

  it('calls the methods of an observer as methods', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    class Journal {
      readonly lines: string[] = [];
      next({ action }: AuditEntry): void {
        this.lines.push(action);
      }
      complete(): void {
        this.lines.push('end');
      }
    }
    const journal = new Journal();
    flags.changes$.subscribe(journal);
    await flags.disable('catalogue');
    await flags.close();
    expect(journal.lines).toEqual(['override_set', 'end']);
  });

  it('announces a change once it is in force and audited', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const seen: unknown[] = [];
    flags.changes$.subscribe((entry) => {
      seen.push([flags.isEnabled('catalogue'), flags.status().version, entry.version]);
    });
    await flags.disable('catalogue');
    await flags.clearOverride('catalogue');
    expect(seen).toEqual([
      [false, 1, 1],
      [true, 2, 2],
    ]);
  });

  it('keeps its order for all subscribers when one of them makes a change', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const orders: number[][] = [[], []];
    flags.changes$.subscribe(({ version }) => orders[0]?.push(version));
    flags.changes$.subscribe(({ key }) => {
      if (key === 'catalogue') void flags.disable('sale');
    });
    flags.changes$.subscribe(({ version }) => orders[1]?.push(version));
    await flags.disable('catalogue');
    await flags.enable('catalogue');
    expect(orders).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('drops a subscriber that unsubscribes', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    let first = 0;
    let called = 0;
    const once = flags.changes$.pipe(take(1)).subscribe(() => first++);
    const cancelled = flags.changes$.subscribe(() => called++);
    const promised = firstValueFrom(flags.changes$);
    await flags.disable('catalogue');
    cancelled.unsubscribe();
    await flags.enable('catalogue');
    expect([first, called, once.closed]).toEqual([1, 1, true]);
    expect((await promised).version).toBe(1);
  });

  it('starts with the next change and replays nothing', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    await flags.disable('catalogue');
    const seen: number[] = [];
    flags.changes$.subscribe(({ version }) => seen.push(version));
    await flags.enable('catalogue');
    expect(seen).toEqual([2]);
  });

  it('completes when the manager is closed, and at once for later subscribers', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const ends: string[] = [];
    flags.changes$.subscribe({ complete: () => ends.push('observer') });
    flags.changes$.pipe(bufferCount(10)).subscribe({ next: (list) => ends.push(`buffer of ${list.length}`) });
    flags.changes$.subscribe(undefined, undefined, () => ends.push('third argument'));
    await flags.disable('catalogue');
    await flags.close();
    flags.changes$.subscribe({ complete: () => ends.push('latecomer') });
    expect(ends).toEqual(['observer', 'buffer of 1', 'third argument', 'latecomer']);
  });

  it('logs nothing when it completes for a subscriber without a completion handler', async () => {
    const { flags, logger } = await start({ initialFlags: shopFlags });
    flags.changes$.subscribe(() => {});
    flags.changes$.subscribe({});
    await flags.close();
    expect(logger.errors).toStrictEqual([]);
  });

  it('can be fed into a subject', async () => {
    const { flags } = await start({ initialFlags: shopFlags });
    const subject = new Subject<AuditEntry>();
    const seen: string[] = [];
    subject.subscribe(({ key }) => seen.push(key));
    flags.changes$.subscribe(subject);
    await flags.disable('catalogue');
    expect(seen).toEqual(['catalogue']);
  });

  it('cannot be written to by a subscriber', () => {
    expect(new ChangeStream(new RecordingLogger()).changes$).not.toHaveProperty('next');
  });
});
