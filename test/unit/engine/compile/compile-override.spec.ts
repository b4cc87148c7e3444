import { describe, expect, it } from '@jest/globals';
import { compileFlag } from '../../../../lib/engine/compile/compile-flag.js';
import { compileOverrides } from '../../../../lib/engine/compile/compile-override.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagOverride, FlagOverrideValue } from '../../../../lib/engine/flag-override.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import type { Evaluator } from '../../../../lib/engine/compile/scope.js';
import { shopFlags } from '../../../fixtures/shop-flags.js';
import { compiled, evaluatorOf } from '../compiled.js';
import { scopeOf } from '../scopes.js';

const clock = { now: 0 };
const scope = (key: string) => scopeOf(key, { now: () => clock.now });

function override(serve: FlagOverrideValue, rest: Partial<FlagOverride> = {}): FlagOverride {
  return { key: 'new_checkout', serve, actor: 'olga', createdAt: '2026-11-01T00:00:00Z', ...rest };
}

function overridden(key: string, definition: unknown, overrides: readonly FlagOverride[]): Evaluator {
  const flag = parseFlag(key, definition);
  return evaluatorOf(compileOverrides(overrides, flag, compileFlag(flag, scope(key)), scope(key)).evaluator());
}

/** Only overrides know the key. */
function undefinedFlag(overrides: readonly FlagOverride[]): Evaluator {
  const notFound = Object.freeze({
    key: 'new_checkout',
    enabled: false,
    variant: undefined,
    value: undefined,
    reason: 'flag_not_found',
  } as const);
  const base = { evaluate: () => notFound };
  return evaluatorOf(compileOverrides(overrides, undefined, base, scope('new_checkout')).evaluator());
}

function ofCompany(unit: string, serve: FlagOverrideValue = { enabled: false }): FlagOverride {
  return override(serve, { unit, unitBy: 'company' });
}

function at(company: unknown, userId = 'eve'): FlagContext {
  return { userId, userAttributes: { company } };
}

describe('compileOverrides', () => {
  it("uses the flag's own evaluator unchanged without overrides", () => {
    const flag = parseFlag('catalogue', true);
    const base = compileFlag(flag, scope('catalogue'));
    expect(compileOverrides([], flag, base, scope('catalogue')).evaluator()).toBe(base);
  });

  describe('with a boolean', () => {
    it.each([
      ['on', false, true],
      ['off', true, false],
    ])('forces a flag %s', (_, defined, enabled) => {
      const answer = overridden('new_checkout', defined, [override({ enabled })])({ userId: 'ada' });
      expect(answer).toStrictEqual({
        key: 'new_checkout',
        enabled,
        variant: undefined,
        value: enabled,
        reason: 'override',
      });
      expect(Object.isFrozen(answer)).toBe(true);
    });

    it("turns on what the flag's own strategy turns off", () => {
      for (const definition of [shopFlags.new_checkout, shopFlags.premium, shopFlags.early_access, shopFlags.sale]) {
        const evaluate = overridden('new_checkout', definition, [override({ enabled: true })]);
        expect(evaluate({})).toMatchObject({ enabled: true, value: true, reason: 'override' });
      }
    });

    it.each([true, false])('answers %p for an undefined flag', (enabled) => {
      expect(undefinedFlag([override({ enabled })])({})).toStrictEqual({
        key: 'new_checkout',
        enabled,
        variant: undefined,
        value: enabled,
        reason: 'override',
      });
    });

    it.each([true, false])('turns a variant flag on with the variants it draws anyway, master switch %p', (enabled) => {
      const own = compiled('search', shopFlags.search);
      const forced = overridden('search', { ...shopFlags.search, enabled }, [override({ enabled: true })]);
      const served = new Set<string | undefined>();
      for (let i = 0; i < 200; i++) {
        const user = { userId: `user-${i}` };
        expect(forced(user)).toStrictEqual({ ...own(user), reason: 'override' });
        served.add(forced(user).variant);
      }
      expect([...served].toSorted()).toEqual(['classic', 'instant', 'semantic']);
    });

    it('turns a variant flag on without a unit, with its default variant', () => {
      expect(overridden('search', shopFlags.search, [override({ enabled: true })])({})).toStrictEqual({
        key: 'search',
        enabled: true,
        variant: 'classic',
        value: 'classic',
        reason: 'override',
      });
    });

    it('turns a variant flag on without a unit and a default variant, leaving the value to the caller', () => {
      const answer = overridden('theme', shopFlags.theme, [override({ enabled: true })])({});
      expect(answer).toStrictEqual({
        key: 'theme',
        enabled: true,
        variant: undefined,
        value: undefined,
        reason: 'override',
      });
      expect(Object.isFrozen(answer)).toBe(true);
    });

    it('turns a variant flag off to its default variant', () => {
      const off = override({ enabled: false });
      expect(overridden('search', shopFlags.search, [off])({ userId: 'user-1' })).toStrictEqual({
        key: 'search',
        enabled: false,
        variant: 'classic',
        value: 'classic',
        reason: 'override',
      });
      expect(overridden('theme', shopFlags.theme, [off])({ userId: 'user-1' })).toStrictEqual({
        key: 'theme',
        enabled: false,
        variant: undefined,
        value: undefined,
        reason: 'override',
      });
    });
  });

  describe('with a variant', () => {
    it('serves it, with the value it declares, whatever its weight and the master switch', () => {
      const variants = [
        { name: 'light', weight: 1 },
        { name: 'dark', weight: 0, value: { background: '#000' } },
      ];
      for (const enabled of [true, false]) {
        const evaluate = overridden('theme', { type: 'variant', enabled, variants }, [override({ variant: 'dark' })]);
        for (const context of [{}, { userId: 'ada' }]) {
          expect(evaluate(context)).toStrictEqual({
            key: 'theme',
            enabled: true,
            variant: 'dark',
            value: { background: '#000' },
            reason: 'override',
          });
        }
      }
    });

    it('is ignored if the flag does not have it, or no longer has it', () => {
      const sepia = [override({ variant: 'sepia' })];
      expect(overridden('theme', shopFlags.theme, sepia)({})).toMatchObject({ reason: 'no_bucketing_key' });
      expect(overridden('new_checkout', shopFlags.new_checkout, sepia)({})).toMatchObject({ variant: undefined });
      expect(undefinedFlag(sepia)({})).toEqual(undefinedFlag([])({}));
    });
  });

  describe('with a value', () => {
    it.each([[{ background: '#f0f' }], [['a']], ['text'], [''], [0], [7], [true]])(
      'serves %j with the flag on',
      (value) => {
        expect(overridden('theme', shopFlags.theme, [override({ value })])({ userId: 'ada' })).toStrictEqual({
          key: 'theme',
          enabled: true,
          variant: undefined,
          value,
          reason: 'override',
        });
      },
    );

    it('serves false with the flag off', () => {
      expect(undefinedFlag([override({ value: false })])({})).toStrictEqual({
        key: 'new_checkout',
        enabled: false,
        variant: undefined,
        value: false,
        reason: 'override',
      });
    });
  });

  describe('for one unit', () => {
    const forAda = override({ enabled: true }, { unit: 'ada' });

    it('applies to that unit only', () => {
      const evaluate = overridden('new_checkout', false, [forAda]);
      expect(evaluate({ userId: 'ada' }).reason).toBe('override');
      expect(evaluate({ userId: 'Ada' }).reason).toBe('disabled');
      expect(evaluate({ userId: 'eve' }).reason).toBe('disabled');
      expect(evaluate({}).reason).toBe('disabled');
    });

    it.each([['before'], ['after']])('outranks the override for everyone, listed %s it', (place) => {
      const forAll = override({ enabled: false });
      const evaluate = overridden('new_checkout', true, place === 'before' ? [forAda, forAll] : [forAll, forAda]);
      expect(evaluate({ userId: 'ada' })).toMatchObject({ enabled: true, reason: 'override' });
      expect(evaluate({ userId: 'eve' })).toMatchObject({ enabled: false, reason: 'override' });
      expect(evaluate({})).toMatchObject({ enabled: false, reason: 'override' });
    });

    it('distinguishes units', () => {
      const evaluate = overridden('theme', shopFlags.theme, [
        override({ variant: 'light' }, { unit: 'ada' }),
        override({ variant: 'dark' }, { unit: 'grace' }),
        override({ enabled: false }, { unit: 'eve' }),
      ]);
      expect(evaluate({ userId: 'ada' })).toMatchObject({ variant: 'light', reason: 'override' });
      expect(evaluate({ userId: 'grace' })).toMatchObject({ variant: 'dark', reason: 'override' });
      expect(evaluate({ userId: 'eve' })).toMatchObject({ enabled: false, reason: 'override' });
      expect(evaluate({ userId: 'linus' }).reason).toBe('variant');
    });

    it('compares the userId, whatever the flag is bucketed by', () => {
      const byCompany = { ...shopFlags.new_checkout, percentage: 0, bucketBy: 'company' };
      const evaluate = overridden('new_checkout', byCompany, [override({ enabled: true }, { unit: 'acme' })]);
      expect(evaluate({ userId: 'eve', userAttributes: { company: 'acme' } }).reason).toBe('not_in_rollout');
      expect(evaluate({ userId: 'acme', userAttributes: { company: 'other' } }).reason).toBe('override');
    });

    it('never applies to a session', () => {
      const evaluate = overridden('new_checkout', false, [forAda]);
      expect(evaluate({ sessionId: 'ada' }).reason).toBe('disabled');
      expect(evaluate({ userId: 'eve', sessionId: 'ada' }).reason).toBe('disabled');
      expect(undefinedFlag([forAda])({ userId: 'ada' }).reason).toBe('override');
      expect(undefinedFlag([forAda])({ userId: 'eve' }).reason).toBe('flag_not_found');
    });

    it('turns the flag off for a user whose id cannot be read, because it may be the one', () => {
      const evaluate = overridden('new_checkout', true, [override({ enabled: false }, { unit: 'mallory' })]);
      const context = Object.defineProperty({}, 'userId', {
        get: () => {
          throw new Error('no');
        },
      });
      expect(evaluate(context)).toMatchObject({ enabled: false, reason: 'evaluation_error' });
    });

    it('turns the flag off for a session whose user id is invalid, because it may be the one', () => {
      const target = { unit: 'mallory', unitBy: 'sessionId' };
      const evaluate = overridden('new_checkout', true, [override({ enabled: true }, target)]);
      for (const sessionId of [['mallory'], 'x'.repeat(1025)]) {
        const context = { sessionId } as unknown as FlagContext;
        expect(evaluate(context)).toMatchObject({ enabled: false, reason: 'evaluation_error' });
      }
    });

    it('never throws for a context whose getters throw', () => {
      const evaluate = overridden('new_checkout', false, [forAda]);
      const context = new Proxy(
        {},
        {
          getOwnPropertyDescriptor: () => {
            throw new Error('no');
          },
        },
      );
      expect(evaluate(context).reason).toBe('disabled');
    });
  });

  describe('for one value of an attribute', () => {
    const on = { enabled: true };

    it('applies to that value, to a number in its decimal text, and to any element of a list', () => {
      const evaluate = overridden('new_checkout', true, [ofCompany('7')]);
      for (const company of ['7', 7, 7n, ['acme', 7]]) expect(evaluate(at(company)).reason).toBe('override');
      for (const company of ['8', undefined, null, { id: 7 }, ['8']]) {
        expect(evaluate(at(company)).reason).toBe('enabled');
      }
      expect(evaluate({ userId: '7', sessionId: '7' }).reason).toBe('enabled');
    });

    it('accepts a path, and the session id when it is named', () => {
      const byPath = override({ enabled: false }, { unit: 'acme', unitBy: '/company/id' });
      const bySession = override({ enabled: false }, { unit: 's-1', unitBy: 'sessionId' });
      const evaluate = overridden('new_checkout', true, [byPath, bySession]);
      expect(evaluate(at({ id: 'acme' })).reason).toBe('override');
      expect(evaluate({ sessionId: 's-1' }).reason).toBe('override');
      expect(evaluate({ userId: 's-1' }).reason).toBe('enabled');
    });

    it("ranks below the user's override, and above the one for everyone", () => {
      const evaluate = overridden('new_checkout', false, [
        override(on, { unit: 'ada' }),
        ofCompany('acme'),
        override(on),
      ]);
      expect(evaluate(at('acme', 'ada')).enabled).toBe(true);
      expect(evaluate(at('acme')).enabled).toBe(false);
      expect(evaluate(at('initech')).enabled).toBe(true);
    });

    it.each([[false], [true]])(
      'prefers one that turns the flag off to other matching ones, reversed: %s',
      (reversed) => {
        const overrides = [
          override(on, { unit: 'gold', unitBy: 'plan', createdAt: '2026-11-02T00:00:00Z' }),
          ofCompany('acme', { value: null }),
          override(on, { unit: 'DE', unitBy: 'country', createdAt: '2026-11-03T00:00:00Z' }),
        ];
        const evaluate = overridden('new_checkout', true, reversed ? overrides.toReversed() : overrides);
        const userAttributes = { plan: 'gold', company: 'acme', country: 'DE' };
        expect(evaluate({ userAttributes })).toMatchObject({ enabled: false, value: null });
      },
    );

    it.each([[false], [true]])('otherwise prefers the latest one, reversed: %s', (reversed) => {
      const overrides = [
        override({ variant: 'light' }, { unit: 'gold', unitBy: 'plan', createdAt: '2026-11-02T00:00:00Z' }),
        override({ variant: 'dark' }, { unit: 'acme', unitBy: 'company', createdAt: '2026-11-01T00:00:00Z' }),
      ];
      const evaluate = overridden('theme', shopFlags.theme, reversed ? overrides.toReversed() : overrides);
      expect(evaluate({ userAttributes: { plan: 'gold', company: 'acme' } }).variant).toBe('light');
      expect(evaluate({ userAttributes: { company: 'acme' } }).variant).toBe('dark');
    });

    it('yields to the next one when it has expired', () => {
      clock.now = Date.parse('2026-11-30T00:00:00Z');
      const expired = override(
        { enabled: false },
        { unit: 'acme', unitBy: 'company', expiresAt: '2026-11-30T00:00:00Z' },
      );
      const evaluate = overridden('theme', shopFlags.theme, [
        expired,
        override({ variant: 'dark' }, { unit: 'gold', unitBy: 'plan' }),
      ]);
      expect(evaluate({ userAttributes: { plan: 'gold', company: 'acme' } }).variant).toBe('dark');
    });

    it('leaves the flag off when a list is too long to be searched', () => {
      const evaluate = overridden('new_checkout', true, [ofCompany('acme')]);
      expect(evaluate(at(Array.from({ length: 10_001 }, () => 'acme'))).reason).toBe('evaluation_error');
    });
  });

  describe('that expires', () => {
    const end = Date.parse('2026-11-30T00:00:00Z');
    const expiresAt = '2026-11-30T01:00:00+01:00';

    function reasonsAround(evaluate: Evaluator, context: object): string[] {
      return [end - 1, end, end + 1].map((now) => {
        clock.now = now;
        return evaluate(context).reason;
      });
    }

    it('applies until just before it expires, then the flag answers again', () => {
      const evaluate = overridden('new_checkout', false, [override({ enabled: true }, { expiresAt })]);
      expect(reasonsAround(evaluate, { userId: 'ada' })).toEqual(['override', 'disabled', 'disabled']);
    });

    it("is not kept alive by the context's timestamp", () => {
      const evaluate = overridden('new_checkout', false, [override({ enabled: true }, { expiresAt })]);
      expect(reasonsAround(evaluate, { timestamp: 0 })).toEqual(['override', 'disabled', 'disabled']);
      expect(reasonsAround(evaluate, { timestamp: end })).toEqual(['override', 'disabled', 'disabled']);
    });

    it('for one unit yields to the one for everyone, then to the flag', () => {
      const evaluate = overridden('theme', shopFlags.theme, [
        override({ variant: 'dark' }, { unit: 'ada', expiresAt }),
        override({ variant: 'light' }, { expiresAt: new Date(end + 1).toISOString() }),
      ]);
      const answers = [end - 1, end, end + 1].map((now) => {
        clock.now = now;
        const { variant, reason } = evaluate({ userId: 'ada' });
        return reason === 'override' ? variant : reason;
      });
      expect(answers).toEqual(['dark', 'light', 'variant']);
    });

    it('does not affect the other overrides, expired or not', () => {
      clock.now = end;
      const evaluate = overridden('new_checkout', true, [
        override({ enabled: true }, { unit: 'ada', expiresAt }),
        override({ enabled: false }, { unit: 'grace' }),
        override({ enabled: false }),
      ]);
      expect(evaluate({ userId: 'ada' })).toMatchObject({ enabled: false, reason: 'override' });
      expect(evaluate({ userId: 'grace' })).toMatchObject({ enabled: false, reason: 'override' });
    });
  });
});
