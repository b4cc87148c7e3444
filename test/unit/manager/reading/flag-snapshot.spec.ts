import { describe, expect, it } from '@jest/globals';
import { NO_DEFINITIONS } from '../../../../lib/engine/definitions.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { definitionSet } from '../../engine/definition-set.js';
import { LiveSnapshot, snapshotOf, turned } from '../snapshots.js';

const shop = definitionSet(shopFlags);
const needing = (flag: string) => ({ type: 'boolean', prerequisites: [{ flag }] });

describe('A snapshot', () => {
  it('is empty without definitions and overrides', () => {
    const snapshot = snapshotOf(NO_DEFINITIONS);
    expect(snapshot.evaluator('catalogue')).toBeUndefined();
    expect([snapshot.keys(), snapshot.evaluateAll({})]).toStrictEqual([[], []]);
  });

  it('includes flags that only have overrides, until these are cleared', () => {
    const live = new LiveSnapshot(NO_DEFINITIONS);
    live.set(turned('catalogue', false));
    expect([live.snapshot.keys(), live.snapshot.defines('catalogue')]).toEqual([['catalogue'], false]);
    expect(live.snapshot.evaluateAll({})).toMatchObject([{ key: 'catalogue', enabled: false }]);
    live.clear(turned('catalogue', false));
    expect([live.snapshot.keys(), live.snapshot.evaluateAll({})]).toStrictEqual([[], []]);
  });

  it('evaluates all flags at the same instant', () => {
    const live = new LiveSnapshot(shop);
    expect(live.snapshot.evaluateAll({})).toHaveLength(shop.flags.size);
    live.set(turned('catalogue', false));
    live.change(definitionSet({ sale: false }));
    const answers = live.snapshot.evaluateAll({}).map(({ key, enabled }) => [key, enabled]);
    expect(answers).toStrictEqual([
      ['sale', false],
      ['catalogue', false],
    ]);
  });

  it('lets flags that refer to a flag find it when it is defined again', () => {
    const live = new LiveSnapshot(definitionSet({ express: needing('checkout') }));
    const reason = () => live.snapshot.evaluator('express')?.evaluate({})?.reason;
    expect(reason()).toBe('evaluation_error');
    live.set(turned('checkout', true));
    expect(reason()).toBe('enabled');
    live.clear(turned('checkout', true));
    live.change(definitionSet({ express: needing('checkout'), checkout: true }));
    expect(reason()).toBe('enabled');
    live.change(definitionSet({ checkout: true }));
    live.change(definitionSet({}));
    live.change(definitionSet({ express: needing('checkout') }));
    expect(reason()).toBe('evaluation_error');
    live.change(definitionSet({ express: needing('checkout'), checkout: true }));
    expect(reason()).toBe('enabled');
  });
});
