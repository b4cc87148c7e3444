import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { flagScopesOf } from '../../../../lib/manager/manager-components.js';
import { MemoryStore } from '../../../../lib/store/memory/memory.store.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { auditOf } from '../managers.js';

async function withActor<T>(actorOf: (state: object) => unknown, work: (flags: FlagManager) => Promise<T>) {
  const logger = new RecordingLogger();
  const store = new MemoryStore();
  const flags = await FlagManager.create({ logger, store, initialFlags: { sale: true } }, { actorOf });
  try {
    await flagScopesOf(flags).run({ requestState: { user: 'olga' } }, () => work(flags));
    return { actors: (await auditOf(flags)).map(({ action, actor }) => [action, actor]), logger };
  } finally {
    await flags.close();
  }
}

const ofUser = (state: object) => (state as { readonly user?: string }).user;

describe('The actor of a request', () => {
  it('is the actor of every change that names none', async () => {
    const { actors, logger } = await withActor(ofUser, async (flags) => {
      await flags.disable('sale');
      await flags.clearOverride('sale');
      await flags.saveFlag('sale', false);
      await flags.saveSegment('staff', { include: ['ada'] });
      await flags.saveAll([{ type: 'delete_segment', key: 'staff' }]);
      await flags.deleteFlag('sale');
      const { id } = await flags.schedule({ type: 'set_override', key: 'sale', serve: true }, '2999-01-01T00:00:00Z');
      await flags.cancelSchedule(id);
    });
    expect(actors).toEqual(actors.map(([action]) => [action, 'olga']));
    expect(actors).toHaveLength(8);
    expect(logger.errors).toEqual([]);
  });

  it('is not used when the caller names one, and in a job with a context it is still the one of the request', async () => {
    const { actors } = await withActor(ofUser, async (flags) => {
      await flags.disable('sale', { actor: 'ops' });
      await flags.runWith({ userId: 'ada' }, () => flags.enable('sale'));
      await flags.schedule({ type: 'clear_override', key: 'sale' }, '2999-01-01T00:00:00Z', { actor: 'ops' });
    });
    expect(actors.map(([, actor]) => actor)).toEqual(['ops', 'olga', 'ops']);
  });

  it.each([
    ['throws', ofNobody, /it threw a TypeError/],
    ['returns a promise', async () => 'olga', /it returned a promise, not text of up to 256 characters/],
    ['returns a user', () => ({ email: 'olga@shop.example' }), /it returned an object/],
    ['returns empty text', () => '', /it returned an empty string/],
    ['returns a text that is too long', () => 'x'.repeat(257), /it returned a string of length 257/],
  ])('is unknown, and reported once, when the resolver %s', async (_, actorOf, problem) => {
    const { actors, logger } = await withActor(actorOf, async (flags) => {
      await flags.disable('sale');
      await flags.enable('sale');
    });
    expect(actors.map(([, actor]) => actor)).toEqual(['unknown', 'unknown']);
    expect(logger.errors).toEqual([expect.stringMatching(problem)]);
  });

  it('is unknown without a user and outside requests, which is not reported', async () => {
    const none = await withActor(
      () => undefined,
      (flags) => flags.disable('sale'),
    );
    expect([none.actors, none.logger.errors]).toEqual([[['override_set', 'unknown']], []]);
    const flags = await FlagManager.create({ initialFlags: { sale: true } }, { actorOf: ofUser });
    await flags.disable('sale');
    expect((await auditOf(flags)).map(({ actor }) => actor)).toEqual(['unknown']);
    await flags.close();
  });
});

function ofNobody(): never {
  throw new TypeError('no user');
}
