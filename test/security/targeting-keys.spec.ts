import { afterEach, describe, expect, it } from '@jest/globals';
import { FileStore, FlagManager, InvalidFlagError, MemoryStore, type FlagContext } from '../../lib/index.js';
import type { FlagManagerOptions } from '../../lib/core.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const running: FlagManager[] = [];
const folders: { readonly remove: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((flags) => flags.close()));
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

async function newFolder(): Promise<string> {
  const folder = await temporaryDirectory();
  folders.push(folder);
  return folder.path;
}

async function start(options: FlagManagerOptions): Promise<FlagManager> {
  const flags = await FlagManager.create({ logger: new RecordingLogger(), ...options });
  running.push(flags);
  return flags;
}

/** A flag that is on where the condition holds. */
const when = (condition: object) => ({ type: 'boolean', otherwise: false, rules: [{ when: condition }] });

/** A context as JavaScript may pass it, with ids that are no text. */
const untyped = (context: object) => context as FlagContext;

const alice: FlagContext = { userId: 'alice', userAttributes: { company_id: 'acme' } };
const sessionAlice: FlagContext = { sessionId: 'alice', userAttributes: { userId: 'alice', company_id: 'alice' } };

/** Only the company's users have it off, and the other overrides of "x" are there as well. */
function expectHolds(each: FlagManager): void {
  expect(each.getOverrides()).toHaveLength(3);
  expect(each.getOverride('x', 'acme', 'company_id')).toMatchObject({ unitBy: 'company_id', reason: 'INC-7' });
  expect([each.isEnabled('x', alice), each.isEnabled('x', { userId: 'acme' })]).toEqual([false, true]);
}

function rollout(percentage: number) {
  return { type: 'percentage', percentage, bucketBy: 'company_id' } as const;
}

describe("A user's override", () => {
  it('never applies to a session, an attribute or a company with the same name', async () => {
    const flags = await start({
      initialFlags: {
        x: { type: 'percentage', percentage: 0 },
        by_company: { type: 'percentage', percentage: 0, bucketBy: 'company_id' },
        by_session: { type: 'percentage', percentage: 0, bucketBy: 'sessionId' },
      },
    });
    for (const key of ['x', 'by_company', 'by_session']) {
      await flags.setOverride(key, true, { unit: 'alice' });
      expect([flags.isEnabled(key, alice), flags.isEnabled(key, sessionAlice)]).toEqual([true, false]);
    }
  });

  it('applies whatever session id is sent, so that a session can neither escape nor take over a kill switch', async () => {
    const flags = await start({ initialFlags: { x: true } });
    await flags.disable('x', { unit: 'mallory' });
    for (const sessionId of [undefined, 'alice', 'mallory']) {
      expect(flags.isEnabled('x', { userId: 'mallory', sessionId })).toBe(false);
    }
    expect(flags.isEnabled('x', { sessionId: 'mallory' })).toBe(true);
  });
});

describe.each([
  ['in memory', () => () => new MemoryStore()],
  ['in a folder', (folder: () => string) => () => new FileStore(folder())],
] as const)('An override for one value of an attribute, kept %s', (name, storesIn) => {
  it('differs from that of the user, and of another attribute, with the same name', async () => {
    const folder = await newFolder();
    const newStore = storesIn(() => folder);
    const store = newStore();
    const flags = await start({ store, initialFlags: { x: true } });
    await flags.disable('x', { unit: 'acme' });
    await flags.disable('x', { unit: 'acme', unitBy: 'company_id', reason: 'INC-7' });
    await flags.disable('x', { unit: 'acme', unitBy: 'team id' });
    await flags.disable('x', { unit: 'id acme', unitBy: 'team' });
    await flags.clearOverride('x', { unit: 'acme' });
    expectHolds(flags);
    if (name === 'in memory') return;
    await flags.close();
    expectHolds(await start({ store: newStore(), initialFlags: { x: true } }));
  });

  it('can be scheduled, and is audited with its attribute', async () => {
    const folder = await newFolder();
    const flags = await start({ store: storesIn(() => folder)(), initialFlags: { x: true } });
    const change = { type: 'set_override', key: 'x', serve: false, unit: 'acme', unitBy: 'company_id' } as const;
    await flags.schedule(change, new Date(Date.now() + 3_600_000));
    expect(flags.getSchedules()[0]?.change).toMatchObject({ unit: 'acme', unitBy: 'company_id' });
    await flags.disable('x', { unit: 'acme', unitBy: 'company_id' });
    await flags.clearOverride('x', { unit: 'acme', unitBy: 'company_id' });
    const { entries } = await flags.getAuditLog();
    expect(entries[0]).toMatchObject({ action: 'override_cleared', before: { unit: 'acme', unitBy: 'company_id' } });
  });
});

describe('bucketBy', () => {
  it('never falls back to the user', async () => {
    const flags = await start({ initialFlags: { none: rollout(0), most: rollout(99.999), all: rollout(100) } });
    for (const company_id of [undefined, null, '', {}, ['acme'], Number.NaN, 'x'.repeat(1025), 'half\uD800']) {
      const context = { userId: 'alice', sessionId: 'alice', userAttributes: { company_id } };
      expect(flags.evaluate('most', context)).toMatchObject({ enabled: false, reason: 'no_bucketing_key' });
      expect([flags.isEnabled('none', context), flags.isEnabled('all', context)]).toEqual([false, true]);
    }
  });

  it('falls back within a list, and explains where the key comes from', async () => {
    const bucketBy = ['company_id', 'sessionId'];
    const flags = await start({ initialFlags: { x: { type: 'percentage', percentage: 50, bucketBy } } });
    const bucketStep = (context: FlagContext) => JSON.stringify(flags.explain('x', context).steps);
    expect(bucketStep(alice)).toContain('"unit":"acme","unitBy":"company_id"');
    expect(bucketStep({ userId: 'alice', sessionId: 's-1' })).toContain('"unit":"s-1","unitBy":"sessionId"');
    expect(flags.evaluate('x', { userId: 'alice' }).reason).toBe('no_bucketing_key');
  });

  it.each([[[]], [['a', 'a']], [['__proto__']], [7], [{}]])('is rejected when it is %j', async (bucketBy) => {
    const x = { type: 'percentage', percentage: 50, bucketBy } as never;
    await expect(start({ initialFlags: { x } })).rejects.toThrow(InvalidFlagError);
  });
});

describe('A sticky variant', () => {
  it('for a user is not that of a session with the same name', async () => {
    const variants = [
      { name: 'a', weight: 1 },
      { name: 'b', weight: 1 },
    ];
    const flags = await start({ store: new FileStore(await newFolder()) });
    await flags.saveFlag('x', { type: 'variant', variants, sticky: {} });
    const served = flags.getVariant('x', 'none', { userId: 'alice' });
    const flipped = variants.map(({ name }) => ({ name, weight: name === served ? 0.001 : 1e9 }));
    await flags.saveFlag('x', { type: 'variant', variants: flipped, sticky: {} });
    expect(flags.getVariant('x', 'none', { userId: 'alice' })).toBe(served);
    expect(flags.getVariant('x', 'none', { sessionId: 'alice' })).not.toBe(served);
  });
});

describe('An id', () => {
  it.each([['42'], [42], [42n]])('equals its decimal text wherever it is compared: %p', async (id) => {
    const initialFlags = {
      listed: { type: 'user_list', users: ['42'] },
      attribute: { type: 'user_attribute', attributes: { userId: '42' } },
      equals: when({ attribute: 'userId', op: 'equals', value: '42' }),
      equals_number: when({ attribute: 'userId', op: 'in', values: [7, 42] }),
      starts: when({ attribute: 'userId', op: 'starts_with', value: '4' }),
      segment: when({ segment: 'vip' }),
      excluded: when({ not: { segment: 'vip' } }),
      overridden: false,
    } as never;
    const flags = await start({ initialFlags, initialSegments: { vip: { include: ['42'] } } });
    await flags.enable('overridden', { unit: id });
    const context = untyped({ userId: id });
    const on = flags.evaluateAll(context).flatMap(({ key, enabled }) => (enabled ? [key] : []));
    expect(on.toSorted()).toEqual([
      'attribute',
      'equals',
      'equals_number',
      'listed',
      'overridden',
      'segment',
      'starts',
    ]);
  });
});
