import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as real from '../../lib/engine/allocation/murmur3.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import { RecordingLogger } from '../support/recording-logger.js';

const hashed: string[] = [];

jest.unstable_mockModule('../../lib/engine/allocation/murmur3.js', () => ({
  murmur3(text: string, seed: number) {
    hashed.push(text);
    return real.murmur3(text, seed);
  },
}));

const { FlagManager: CountedFlagManager } = await import('../../lib/manager/flag-manager.js');

const half = [
  { name: 'classic', weight: 50 },
  { name: 'modern', weight: 50 },
] as const;
const ada = { userId: 'ada', userAttributes: { plan: 'gold' } };

describe('An evaluation', () => {
  let flags: FlagManager;

  beforeAll(async () => {
    flags = await CountedFlagManager.create({
      initialFlags: {
        boolean: true,
        user_list: { type: 'user_list', users: ['ada'] },
        user_attribute: { type: 'user_attribute', attributes: { plan: 'gold' } },
        time_based: { type: 'time_based', start: '2020-01-01T00:00:00Z' },
        nobody: { type: 'percentage', percentage: 0 },
        everybody: { type: 'percentage', percentage: 100 },
        percentage: { type: 'percentage', percentage: 30 },
        variant: { type: 'variant', variants: half },
        rendezvous: { type: 'variant', variants: half, allocation: 'rendezvous' },
        gated_split: {
          type: 'variant',
          variants: half,
          rules: [{ rollout: { percentage: 99.999 }, serve: { split: [{ variant: 'modern', weight: 1 }] } }],
        },
        missed_rules: {
          type: 'boolean',
          otherwise: true,
          rules: [
            { when: { attribute: 'plan', op: 'equals', value: 'free' }, rollout: { percentage: 50 } },
            { when: { attribute: 'plan', op: 'equals', value: 'beta' }, rollout: { percentage: 50 } },
          ],
        },
        behind_a_rollout: { type: 'boolean', enabled: true, prerequisites: [{ flag: 'percentage', enabled: false }] },
        behind_a_switch: {
          type: 'percentage',
          percentage: 30,
          prerequisites: [{ flag: 'boolean', enabled: false }],
        },
        in_a_layer: { type: 'percentage', percentage: 30, layer: { name: 'shop', from: 0, to: 100 } },
        overridden: { type: 'percentage', percentage: 30 },
        off: { type: 'percentage', percentage: 30, enabled: false },
      },
      logger: new RecordingLogger(),
    });
    await flags.enable('overridden');
  });

  afterAll(() => flags.close());

  it.each([
    ['boolean', 0],
    ['user_list', 0],
    ['user_attribute', 0],
    ['time_based', 0],
    ['nobody', 0],
    ['everybody', 0],
    ['overridden', 0],
    ['off', 0],
    ['unheard_of', 0],
    ['missed_rules', 0],
    ['behind_a_switch', 0],
    ['percentage', 1],
    ['variant', 1],
    ['behind_a_rollout', 1],
    ['rendezvous', 2], // one for each variant
    ['gated_split', 2], // the gate and the split, which are independent
    ['in_a_layer', 2], // the layer and the rollout
  ])('hashes for %s %i times, and nothing but the unit', (key, times) => {
    const handle = flags.handle(key);
    for (const ask of [
      () => flags.isEnabled(key, ada),
      () => flags.getVariant(key, 'classic', ada),
      () => flags.getValue(key, 'classic', ada),
      () => flags.evaluate(key, ada),
      () => handle.isEnabled(ada),
    ]) {
      ask(); // the first question compiles the flag
      hashed.length = 0;
      ask();
      expect(hashed).toEqual(Array.from({ length: times }, () => 'ada'));
    }
  });

  it('never hashes without a unit', () => {
    hashed.length = 0;
    flags.evaluateAll({});
    expect(hashed).toStrictEqual([]);
  });
});
