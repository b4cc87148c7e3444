import { describe, expect, it } from '@jest/globals';
import { VariantSources } from '../../../../lib/engine/exposure/variant-sources.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { compiled } from '../compiled.js';

const context: FlagContext = { userId: 'ada', sessionId: 's1', userAttributes: { company: 'acme', plan: 'gold' } };
const variants = [
  { name: 'classic', weight: 1 },
  { name: 'modern', weight: 0 },
];
const gold = { attribute: 'plan', op: 'equals', value: 'gold' };

/** The source of a flag's answer for the context, and the targeting key that it reads. */
function sourceOf(definition: unknown) {
  const sources = new VariantSources(parseFlag('theme', definition));
  const source = sources.of(compiled('theme', definition)(context));
  return source && { assignment: source.assignment, key: source.keyOf(context), path: source.pathOf(context) };
}

function commonKeyOf(definition: unknown): string | undefined {
  return new VariantSources(parseFlag('theme', definition)).commonKeyOf?.(context);
}

function isEmpty(definition: unknown): boolean {
  return new VariantSources(parseFlag('theme', definition)).isEmpty;
}

/** A rule that serves a share of the companies one variant. */
function forShare(percentage: number) {
  return { rollout: { percentage, bucketBy: 'company' }, serve: { variant: 'modern' }, onMiss: 'stop' };
}

function splitBy(bucketBy: string) {
  return { when: gold, serve: { split: [{ variant: 'modern', weight: 1 }], bucketBy } };
}

describe('The source of a variant', () => {
  it('reads the key of the part of the definition that decided', () => {
    const own = { type: 'variant', variants, bucketBy: 'company' };
    const { serve: split } = splitBy('sessionId');
    expect(sourceOf(own)).toStrictEqual({ assignment: 'random', key: 'acme', path: 'company' });
    expect(sourceOf({ ...own, rules: [{ when: gold, serve: split }] })).toStrictEqual({
      assignment: 'random',
      key: 's1',
      path: 'sessionId',
    });
    expect(sourceOf({ ...own, rules: [{ when: { not: gold }, serve: split }] })).toStrictEqual({
      assignment: 'random',
      key: 'acme',
      path: 'company',
    });
  });

  it('reads the key of the draw, not that of the rollout around it', () => {
    const rules = [{ rollout: { percentage: 100, bucketBy: 'company' }, serve: true }];
    expect(sourceOf({ type: 'variant', variants, rules })).toMatchObject({ key: 'ada', assignment: 'random' });
  });

  it('reads the key of the rollout that decided, on both sides of it', () => {
    for (const percentage of [0, 100]) {
      expect(sourceOf({ type: 'variant', variants, rules: [forShare(percentage)] })).toStrictEqual({
        assignment: 'random',
        key: 'acme',
        path: 'company',
      });
    }
  });

  it('is fixed if a rule serves everyone the same variant, and absent if it serves none', () => {
    const flag = { type: 'variant', variants };
    expect(sourceOf({ ...flag, rules: [{ when: gold, serve: { variant: 'modern' } }] })?.assignment).toBe('fixed');
    expect(sourceOf({ ...flag, rules: [{ when: gold, serve: false }] })).toBeUndefined();
    expect(sourceOf({ ...flag, rules: [{ when: gold, serve: { value: 7 } }] })).toBeUndefined();
  });
});

describe('The sources of a flag', () => {
  it('are empty if it serves neither a variant nor a rollout', () => {
    expect(isEmpty(true)).toBe(true);
    expect(isEmpty({ type: 'boolean', otherwise: false, rules: [{ when: gold }] })).toBe(true);
    expect(isEmpty({ type: 'boolean', otherwise: false, rules: [{ rollout: { percentage: 1 } }] })).toBe(false);
    expect(isEmpty({ type: 'percentage', percentage: 0 })).toBe(false);
  });

  it('have a common key only if all of them read the same one', () => {
    const flag = { type: 'variant', variants, bucketBy: 'company' };
    expect(commonKeyOf(flag)).toBe('acme');
    expect(commonKeyOf({ ...flag, rules: [splitBy('company')] })).toBe('acme');
    expect(commonKeyOf({ ...flag, rules: [splitBy('sessionId')] })).toBeUndefined();
  });
});
