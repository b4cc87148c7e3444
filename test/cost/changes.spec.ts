import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as realCompile from '../../lib/engine/compile/compile-flag.js';
import * as realParse from '../../lib/engine/parse/read-flag-fields.js';
import * as realCheck from '../../lib/engine/targeting/check/check-definitions.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import { RecordingLogger } from '../support/recording-logger.js';

/** The keys of the definitions that were worked on, since they were last cleared. */
const parsed = new Set<string>();
const checked = new Set<string>();
const compiled: string[] = [];

jest.unstable_mockModule('../../lib/engine/parse/read-flag-fields.js', () => ({
  ...realParse,
  readFlagFields(...given: Parameters<typeof realParse.readFlagFields>) {
    parsed.add(String(given[2].at(-1)));
    return realParse.readFlagFields(...given);
  },
}));
jest.unstable_mockModule('../../lib/engine/targeting/check/check-definitions.js', () => ({
  checkDefinitions(...given: Parameters<typeof realCheck.checkDefinitions>) {
    for (const key of [...given[0].flags.keys(), ...given[0].segments.keys()]) checked.add(key);
    return realCheck.checkDefinitions(...given);
  },
}));
jest.unstable_mockModule('../../lib/engine/compile/compile-flag.js', () => ({
  compileFlag(...given: Parameters<typeof realCompile.compileFlag>) {
    compiled.push(given[0].key);
    return realCompile.compileFlag(...given);
  },
}));

const { FlagManager: CountedFlagManager } = await import('../../lib/manager/flag-manager.js');
const { MemoryProvider } = await import('../../lib/providers/memory.provider.js');
const { MemoryStore } = await import('../../lib/store/memory/memory.store.js');

const share = (percentage: number) => ({ type: 'percentage', percentage }) as const;
const needing = (flag: string) => ({ ...share(10), prerequisites: [{ flag }] });
const within = (segment: string) => ({ type: 'boolean', otherwise: false, rules: [{ when: { segment } }] }) as const;
const flagSet = {
  ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, share(10)])),
  checkout: share(50),
  express: needing('checkout'),
  gift_wrap: needing('express'),
  search: within('vip'),
  ranking: within('vip'),
};
const segments = { vip: { rules: [{ segment: 'gold' }] }, gold: { include: ['ada'] } };

/** Lets everything run that does not wait for a clock. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('A change of one of 10,000 flags', () => {
  const provider = new MemoryProvider(flagSet, { segments });
  let flags: FlagManager;
  let writer: FlagManager;
  let follower: FlagManager;

  beforeAll(async () => {
    const logger = new RecordingLogger();
    const stored = { store: new MemoryStore(), initialFlags: flagSet, initialSegments: segments, logger };
    flags = await CountedFlagManager.create({ providers: [provider], logger });
    [writer, follower] = [await CountedFlagManager.create(stored), await CountedFlagManager.create(stored)];
  });
  beforeEach(() => {
    for (const each of [flags, writer, follower]) each.evaluateAll({});
    parsed.clear();
    checked.clear();
    compiled.length = 0;
  });
  afterAll(async () => {
    await Promise.all([flags.close(), writer.close(), follower.close()]);
  });

  it.each<[string, () => unknown, { parsed?: string[]; checked?: string[]; compiled?: string[] }]>([
    [
      'that a provider announces',
      () => provider.set('f5000', share(20)),
      { parsed: ['f5000'], checked: ['f5000'], compiled: ['f5000'] },
    ],
    [
      'that is saved',
      () => flags.saveFlag('f5000', share(30)),
      { parsed: ['f5000'], checked: ['f5000'], compiled: ['f5000'] },
    ],
    ['that is deleted', () => flags.deleteFlag('f4999'), {}],
    ['of an override', () => flags.setOverride('f5000', true), {}],
    [
      'of a flag that others need, which are checked but not compiled',
      () => flags.saveFlag('checkout', share(60)),
      { parsed: ['checkout'], checked: ['checkout', 'express', 'gift_wrap'], compiled: ['checkout'] },
    ],
    [
      'of a segment, with the flags that use it through another',
      () => flags.saveSegment('gold', { include: ['bob'] }),
      { checked: ['gold', 'ranking', 'search', 'vip'], compiled: ['ranking', 'search'] },
    ],
  ])('%s does not recompute any other flag', async (_, change, expected) => {
    await change();
    await settled();
    flags.evaluateAll({});
    expect({
      parsed: [...parsed].toSorted(),
      checked: [...checked].toSorted(),
      compiled: compiled.toSorted(),
    }).toStrictEqual({ parsed: [], checked: [], compiled: [], ...expected });
  });

  it('by another instance does not recompute any other flag', async () => {
    await writer.saveFlag('f5000', share(40));
    await settled();
    follower.evaluateAll({});
    writer.evaluateAll({});
    expect([[...parsed], [...checked], compiled]).toStrictEqual([['f5000'], ['f5000'], ['f5000', 'f5000']]);
  });
});
