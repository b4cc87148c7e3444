import { describe, expect, it } from '@jest/globals';
import { ManagerEvents } from '../../../../lib/manager/manager-events.js';
import { ReplicaHealth } from '../../../../lib/manager/replica/replica-health.js';
import { ReplicaState } from '../../../../lib/manager/replica/replica-state.js';
import { StoreUnavailableError } from '../../../../lib/store/store.errors.js';
import type { StoredDocument } from '../../../../lib/store/stored-document.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

function healthy() {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const changes: string[] = [];
  const events = new ManagerEvents();
  const health = new ReplicaHealth({ name: 'redis', clock, logger, events });
  events.on('store_health_changed', () => changes.push(health.state));
  return { clock, logger, changes, health };
}
const refused = new Error('connection refused');
const broken = (...documents: StoredDocument[]) => ReplicaState.empty().replacedBy(documents);

describe('The health of a store', () => {
  it('goes from pending to loaded, to stale while it is unavailable, and back', () => {
    const { health, changes, clock } = healthy();
    expect([health.state, health.isCurrent]).toEqual(['pending', false]);
    health.markRead(ReplicaState.empty());
    health.markAvailable();
    expect([health.state, health.isCurrent]).toEqual(['loaded', true]);
    clock.advance(1000);
    health.markUnavailable(refused);
    clock.advance(1000);
    health.markUnavailable(refused);
    expect([health.state, health.isCurrent, health.error]).toEqual(['stale', false, 'connection refused']);
    expect(health.since).toBe(Date.parse('2026-01-01T00:00:01Z'));
    health.markAvailable();
    expect([health.state, health.error]).toEqual(['loaded', undefined]);
    expect(changes).toEqual(['loaded', 'stale', 'loaded']);
  });

  it('has the codes of the failure that makes it unavailable, until it is available again', () => {
    const { health } = healthy();
    const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:6379'), { code: 'ECONNREFUSED' });
    health.markUnavailable(new StoreUnavailableError('redis', 'connection refused', { cause }));
    expect(health.errorCodes).toStrictEqual(['STORE_UNAVAILABLE', 'ECONNREFUSED']);
    health.markAvailable();
    expect(health.errorCodes).toStrictEqual([]);
  });

  it('has the codes of a rejected change until another one is accepted', () => {
    const { health } = healthy();
    const cause = Object.assign(new Error('write'), { code: 'ENOSPC' });
    health.markAvailable();
    health.markRefusing(new StoreUnavailableError('file', 'no space', { cause, isRefusal: true }));
    expect([health.state, health.failures, health.errorCodes]).toStrictEqual([
      'loaded',
      1,
      ['STORE_UNAVAILABLE', 'ENOSPC'],
    ]);
    health.markAccepting();
    expect(health.errorCodes).toStrictEqual([]);
  });

  it('has a code for lost data, and none for a damaged log', () => {
    const { health } = healthy();
    health.reportDamage('an entry is missing');
    expect([health.error, health.errorCodes]).toStrictEqual(['an entry is missing', []]);
    health.markDataLost({ known: { version: 3, hash: 'a' }, found: { version: 0, hash: 'b' } } as never);
    expect(health.errorCodes).toStrictEqual(['STORE_DATA_LOSS']);
  });

  it('is failed if nothing of the store is known', () => {
    const { health } = healthy();
    health.markUnavailable(refused);
    expect(health.state).toBe('failed');
  });

  it('is logged once while it changes back and forth, and again when an outage lasts', () => {
    const { health, logger, clock } = healthy();
    for (let i = 0; i < 500; i++) {
      health.markUnavailable(refused);
      clock.advance(20);
      health.markAvailable();
      clock.advance(20);
    }
    expect(logger.lines).toEqual([
      expect.stringContaining('has been unavailable since'),
      expect.stringContaining('is available again'),
    ]);
    for (let i = 0; i < 10; i++) {
      health.markUnavailable(refused);
      clock.advance(500);
    }
    health.markAvailable();
    expect(logger.lines.slice(2)).toEqual([
      expect.stringContaining('has been unavailable since 2026-01-01T00:00:20'),
      expect.stringContaining('is available again'),
    ]);
  });

  it('is logged when it changes, once', () => {
    const { health, logger } = healthy();
    health.markAvailable();
    expect(logger.lines).toStrictEqual([]);
    for (let i = 0; i < 3; i++) health.markUnavailable(refused);
    for (let i = 0; i < 3; i++) health.markAvailable();
    expect(logger.errors).toEqual([
      expect.stringMatching(/"redis" has been unavailable since 2026-01-01T00:00:00.000Z, .*connection refused/),
    ]);
    expect(logger.logs).toEqual([expect.stringContaining('is available again')]);
  });

  it('shows unreadable definitions, and logs each set of problems once', () => {
    const { health, logger } = healthy();
    const sale: StoredDocument = { kind: 'flag', id: 'sale', value: { type: 'magic' } };
    const vip: StoredDocument = { kind: 'segment', id: 'vip', value: 7 };
    const schedule: StoredDocument = { kind: 'schedule', id: 'later', value: {} };
    health.markRead(broken(sale, schedule));
    health.markRead(broken(sale, schedule));
    expect(health.problems).toMatchObject([
      { kind: 'flag', key: 'sale' },
      { kind: 'schedule', key: 'later' },
    ]);
    expect(logger.errors).toEqual([expect.stringMatching(/flag "sale": [^]*schedule "later": /)]);
    health.markRead(broken(sale, vip));
    expect(health.problems.map(({ key }) => key)).toEqual(['sale', 'vip']);
    health.markRead(ReplicaState.empty());
    health.markRead(ReplicaState.empty());
    expect([logger.errors.length, logger.logs]).toEqual([2, [expect.stringContaining('can be read again')]]);
  });
});
