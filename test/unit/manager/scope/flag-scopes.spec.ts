import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FlagScopes } from '../../../../lib/manager/scope/flag-scopes.js';
import { forcedFlags } from '../../../../lib/manager/scope/forced-flags.js';

const contextOf = (userId: string) => () => ({ userId });

describe('FlagScopes', () => {
  it('has no scope outside of run', () => {
    const scopes = new FlagScopes();
    expect(scopes.run({}, () => scopes.current)).toStrictEqual({});
    expect(scopes.current).toBeUndefined();
  });

  it('keeps concurrent work apart', async () => {
    const scopes = new FlagScopes();
    const seen = await Promise.all(
      ['ada', 'eve'].map((userId) =>
        scopes.run({ context: contextOf(userId) }, async () => {
          await setImmediate();
          return scopes.current?.context?.();
        }),
      ),
    );
    expect(seen).toEqual([{ userId: 'ada' }, { userId: 'eve' }]);
  });

  it('inherits what an inner scope does not set', () => {
    const scopes = new FlagScopes();
    const outer = { context: contextOf('ada'), forced: forcedFlags({ a: true, b: true }), requestState: { id: 1 } };
    const inner = { forced: forcedFlags({ b: false, c: 'modern' }) };
    const current = scopes.run(outer, () => scopes.run(inner, () => scopes.current));
    expect([current?.context?.(), current?.requestState]).toEqual([{ userId: 'ada' }, { id: 1 }]);
    expect(Object.fromEntries(current?.forced ?? [])).toEqual({
      a: { enabled: true },
      b: { enabled: false },
      c: { variant: 'modern' },
    });
  });

  it('inherits the context through scopes that do not set one', () => {
    const scopes = new FlagScopes();
    const nested = (depth: number): string | undefined =>
      depth === 0 ? scopes.current?.context?.()?.userId : scopes.run({}, () => nested(depth - 1));
    expect(scopes.run({ context: contextOf('ada') }, () => nested(3))).toBe('ada');
    expect(nested(3)).toBeUndefined();
  });

  it('returns to the outer scope after the inner one', () => {
    const scopes = new FlagScopes();
    scopes.run({ context: contextOf('ada') }, () => {
      expect(() =>
        scopes.run({ context: contextOf('eve') }, () => {
          throw new Error(scopes.current?.context?.()?.userId);
        }),
      ).toThrow('eve');
      expect(scopes.current?.context?.()).toEqual({ userId: 'ada' });
    });
  });

  it('leaves every scope when it is closed, and can be used again', () => {
    const scopes = new FlagScopes();
    scopes.run({ context: contextOf('ada') }, () => {
      scopes.close();
      expect(scopes.current).toBeUndefined();
    });
    expect(scopes.run({ context: contextOf('eve') }, () => scopes.current?.context?.())).toEqual({ userId: 'eve' });
  });
});
