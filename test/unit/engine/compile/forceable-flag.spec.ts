import { describe, expect, it } from '@jest/globals';
import { compileFlag } from '../../../../lib/engine/compile/compile-flag.js';
import { forceable } from '../../../../lib/engine/compile/forceable-flag.js';
import { Tracer } from '../../../../lib/engine/compile/tracer.js';
import type { FlagOverrideValue } from '../../../../lib/engine/flag-override.js';
import type { ForcedFlags } from '../../../../lib/engine/forced-flags.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { scopeOf } from '../scopes.js';

const theme = {
  type: 'variant',
  variants: [
    { name: 'classic', value: 1, weight: 1 },
    { name: 'modern', weight: 1 },
  ],
};

function forcing(key: string, definition: unknown, given?: Parameters<typeof scopeOf>[1]) {
  const current: { forced: ForcedFlags | undefined } = { forced: undefined };
  const scope = scopeOf(key, { forced: () => current.forced, ...given });
  const flag = definition === undefined ? undefined : parseFlag(key, definition);
  const base = flag === undefined ? { evaluate: () => undefined } : compileFlag(flag, scope);
  const compiled = forceable(base, flag, scope);
  const force = (serve: FlagOverrideValue | undefined) => {
    current.forced = serve && new Map([[key, serve]]);
  };
  return { base, compiled, force };
}

describe('forceable', () => {
  it('returns the flag unchanged if nothing can force it', () => {
    const { base, compiled } = forcing('catalogue', true, { forced: undefined });
    expect(compiled).toBe(base);
  });

  it('serves the own answer of the flag unless that flag is forced', () => {
    const { compiled, force } = forcing('catalogue', true);
    expect(compiled.evaluate({})).toMatchObject({ enabled: true, reason: 'enabled' });
    force({ enabled: false });
    expect(compiled.evaluate({})).toStrictEqual({
      key: 'catalogue',
      enabled: false,
      variant: undefined,
      value: false,
      reason: 'override',
    });
    force(undefined);
    expect(compiled.evaluate({})).toMatchObject({ enabled: true, reason: 'enabled' });
  });

  it.each([
    ['a variant by its name', { variant: 'classic' }, { enabled: true, variant: 'classic', value: 1 }],
    ['a value', { value: { size: 3 } }, { enabled: true, variant: undefined, value: { size: 3 } }],
    ['off', { enabled: false }, { enabled: false, variant: undefined, value: undefined }],
  ])('forces a variant flag to serve %s', (_, serve, expected) => {
    const { compiled, force } = forcing('theme', theme);
    force(serve);
    expect(compiled.evaluate({ userId: 'ada' })).toStrictEqual({ key: 'theme', ...expected, reason: 'override' });
  });

  it('draws a variant for a variant flag that is forced on', () => {
    const { compiled, force } = forcing('theme', { ...theme, enabled: false });
    force({ enabled: true });
    const { variant, reason } = compiled.evaluate({ userId: 'ada' }) ?? {};
    expect([['classic', 'modern'].includes(variant ?? ''), reason]).toEqual([true, 'override']);
  });

  it('shares the answer between evaluations', () => {
    const { compiled, force } = forcing('new_checkout', shopFlags.new_checkout);
    force({ enabled: true });
    expect(compiled.evaluate({ userId: 'ada' })).toBe(compiled.evaluate({ userId: 'eve' }));
  });

  it('lets an undefined flag serve any variant', () => {
    const { compiled, force } = forcing('theme', undefined);
    expect(compiled.evaluate({})).toBeUndefined();
    force({ variant: 'modern' });
    expect(compiled.evaluate({})).toMatchObject({ enabled: true, variant: 'modern', value: 'modern' });
    force({ enabled: true });
    expect(compiled.evaluate({})).toMatchObject({ enabled: true, variant: undefined, value: true });
  });

  it('reports a variant that the flag does not have, and serves its own answer', () => {
    const problems: string[] = [];
    const { compiled, force } = forcing('catalogue', true, { report: (problem) => problems.push(problem) });
    force({ variant: 'modern' });
    expect(compiled.evaluate({})).toMatchObject({ enabled: true, reason: 'enabled' });
    expect(problems).toEqual([
      'Flag "catalogue" is forced to serve the variant "modern", which it does not have: its own answer is served.',
    ]);
  });

  it('explains each forced answer', () => {
    const tracer = new Tracer();
    const { compiled, force } = forcing('catalogue', true, { tracer });
    force({ enabled: false });
    compiled.evaluate({});
    compiled.evaluate({});
    const step = { step: 'forced', serve: { enabled: false }, holds: true };
    expect(tracer.take()).toStrictEqual([step, step]);
    force({ variant: 'modern' });
    compiled.evaluate({});
    expect(tracer.take()[0]).toStrictEqual({ step: 'forced', serve: { variant: 'modern' }, holds: false });
  });
});
