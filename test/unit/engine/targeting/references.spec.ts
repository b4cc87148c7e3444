import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import {
  referencesOf,
  visitBucketing,
  visitConditions,
  visitPrerequisites,
} from '../../../../lib/engine/targeting/references.js';
import type { Flag } from '../../../../lib/engine/flag.js';
import type { Segment } from '../../../../lib/engine/targeting/segment.js';

const theme = parseFlag('theme', {
  type: 'variant',
  variants: [{ name: 'dark', weight: 1 }],
  bucketer: 'own',
  prerequisites: [{ flag: 'checkout' }, { flag: 'search', enabled: false }, { flag: 'checkout', value: true }],
  rules: [
    { when: { all: [{ segment: 'vip' }, { not: { any: [{ segment: 'staff' }, { rollout: { percentage: 5 } }] } }] } },
    { when: { not: { flag: 'beta', variants: ['dark'] } }, serve: false },
    { when: { segment: 'vip' }, rollout: { percentage: 10 }, serve: { split: [{ variant: 'dark', weight: 1 }] } },
  ],
});
const vip = parseSegment('vip', {
  include: ['ada'],
  rules: [
    { not: { segment: 'staff' } },
    { flag: 'beta' },
    { all: [{ segment: 'staff' }, { rollout: { percentage: 50 } }] },
  ],
});

function pathsOf(
  visit: typeof visitConditions | typeof visitPrerequisites | typeof visitBucketing,
  definition: Flag | Segment,
): string[] {
  const paths: string[] = [];
  visit(definition, (_: unknown, path: readonly (string | number)[]) => paths.push(path.join('.')));
  return paths;
}

describe('The references of a definition', () => {
  it('are those of prerequisites and conditions, once for each evaluation', () => {
    expect(referencesOf(theme)).toEqual({
      flags: ['checkout', 'search', 'checkout', 'beta'],
      segments: ['vip', 'staff', 'vip'],
      conditions: 9,
    });
    expect(referencesOf(vip)).toEqual({ flags: ['beta'], segments: ['staff', 'staff'], conditions: 6 });
  });

  it('are empty if there are none', () => {
    expect(referencesOf(parseFlag('sale', true))).toEqual({ flags: [], segments: [], conditions: 0 });
    expect(referencesOf(parseSegment('empty', {}))).toEqual({ flags: [], segments: [], conditions: 0 });
  });

  it('are collected once', () => {
    expect(referencesOf(theme)).toBe(referencesOf(theme));
  });
});

describe('A visit to the conditions', () => {
  it('in a flag covers every node of every tree, with its path', () => {
    expect(pathsOf(visitConditions, theme)).toEqual([
      'rules.0.when',
      'rules.0.when.all.0',
      'rules.0.when.all.1',
      'rules.0.when.all.1.not',
      'rules.0.when.all.1.not.any.0',
      'rules.0.when.all.1.not.any.1',
      'rules.1.when',
      'rules.1.when.not',
      'rules.2.when',
    ]);
  });

  it('in a segment covers every node, with its path', () => {
    expect(pathsOf(visitConditions, vip)).toEqual([
      'rules.0',
      'rules.0.not',
      'rules.1',
      'rules.2',
      'rules.2.all.0',
      'rules.2.all.1',
    ]);
  });
});

describe('A visit to the prerequisites', () => {
  it('covers those of the flag, and every condition on a flag', () => {
    expect(pathsOf(visitPrerequisites, theme)).toEqual([
      'prerequisites.0',
      'prerequisites.1',
      'prerequisites.2',
      'rules.1.when.not',
    ]);
    expect(pathsOf(visitPrerequisites, vip)).toEqual(['rules.1']);
  });
});

describe('A visit to the bucketed parts', () => {
  it('covers the flag itself, its rollouts, its splits and those of its conditions', () => {
    expect(pathsOf(visitBucketing, theme)).toEqual([
      'rules.0.when.all.1.not.any.1.rollout',
      '',
      'rules.2.rollout',
      'rules.2.serve',
    ]);
    expect(pathsOf(visitBucketing, vip)).toEqual(['rules.2.all.1.rollout']);
  });
});
