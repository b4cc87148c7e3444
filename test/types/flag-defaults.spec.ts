import { describe, it } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { FlagContext } from '../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../lib/engine/flag-evaluation.js';
import type { FlagHandle } from '../../lib/manager/reading/flag-handle.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import type { FlagContextResolverFunction } from '../../lib/nest/context/flag-context.resolver.js';
import { FlagValue } from '../../lib/nest/decorators/flag-parameters.decorator.js';

type Theme = 'classic' | 'modern';

interface Limits {
  readonly perDay: number;
  readonly regions: readonly { readonly name: string }[];
  readonly note?: string;
}

interface Customer {
  readonly plan: 'free' | 'gold';
  readonly company: { readonly country: string };
}

class Basket {
  readonly items: readonly string[] = [];
  total(): number {
    return this.items.length;
  }
}

/** Calls are only type-checked; nothing here runs. */
function checked(_: (flags: FlagManager, handle: FlagHandle, theme: Theme, limits: Limits) => void): void {}

describe('The default of a variant', () => {
  it('keeps a union that is given as type argument', () => {
    checked((flags, handle) => {
      expectTypeOf(flags.getVariant<Theme>('theme', 'classic')).toEqualTypeOf<Theme>();
      expectTypeOf(flags.getVariant<Theme>('theme')).toEqualTypeOf<Theme | undefined>();
      expectTypeOf(handle.getVariant<Theme>('classic')).toEqualTypeOf<Theme>();
      // @ts-expect-error not one of the names
      flags.getVariant<Theme>('theme', 'dark');
    });
  });

  it('keeps the union of its own type, and widens a single name', () => {
    checked((flags, handle, theme) => {
      expectTypeOf(flags.getVariant('theme', theme)).toEqualTypeOf<Theme>();
      expectTypeOf(handle.getVariant(theme)).toEqualTypeOf<Theme>();
      expectTypeOf(flags.getVariant('theme', 'classic')).toEqualTypeOf<string>();
      expectTypeOf(handle.getVariant()).toEqualTypeOf<string | undefined>();
    });
  });
});

describe('The default of a value', () => {
  it('keeps a union, and widens a single literal', () => {
    checked((flags, handle, theme) => {
      expectTypeOf(flags.getValue<10 | 20>('limit', 10)).toEqualTypeOf<10 | 20>();
      expectTypeOf(flags.getValue<number | null>('limit', null)).toEqualTypeOf<number | null>();
      expectTypeOf(flags.getValue('theme', theme)).toEqualTypeOf<Theme>();
      expectTypeOf(flags.evaluateValue('theme', theme)).toEqualTypeOf<FlagEvaluation<Theme>>();
      expectTypeOf(handle.getValue(10)).toEqualTypeOf<number>();
      expectTypeOf(flags.getValue('loud', true)).toEqualTypeOf<boolean>();
      expectTypeOf(flags.getValue('nothing', null)).toEqualTypeOf<null>();
    });
  });

  it('may be an interface', () => {
    checked((flags, handle, _theme, limits) => {
      expectTypeOf(flags.getValue('limits', limits)).toEqualTypeOf<Limits>();
      expectTypeOf(flags.getValue<Limits>('limits', { perDay: 5, regions: [] })).toEqualTypeOf<Limits>();
      expectTypeOf(flags.evaluateValue('limits', limits)).toEqualTypeOf<FlagEvaluation<Limits>>();
      expectTypeOf(handle.getValue(limits)).toEqualTypeOf<Limits>();
      FlagValue('limits', limits);
    });
  });

  it('cannot be a value that JSON cannot represent', () => {
    checked((flags, handle) => {
      // @ts-expect-error an instance with methods
      flags.getValue('basket', new Basket());
      // @ts-expect-error a date within an object
      flags.getValue('limits', { since: new Date() });
      // @ts-expect-error a bigint
      flags.evaluateValue('limit', 10n);
      // @ts-expect-error undefined
      flags.getValue('limit', undefined);
      // @ts-expect-error a function within an array
      handle.getValue([() => 10]);
      // @ts-expect-error a map
      FlagValue('limits', new Map());
    });
  });
});

describe('The attributes of a user', () => {
  it('may be an interface, in a context and from a resolver', () => {
    expectTypeOf<{ userAttributes: Customer }>().toExtend<FlagContext>();
    expectTypeOf<
      (request: object) => { userId: string; userAttributes: Customer }
    >().toExtend<FlagContextResolverFunction>();
    checked((flags) => {
      const customer: Customer = { plan: 'gold', company: { country: 'DE' } };
      flags.isEnabled('sale', { userId: 'ada', userAttributes: customer });
    });
  });

  it('cannot be a text or a number', () => {
    expectTypeOf<{ userAttributes: string }>().not.toExtend<FlagContext>();
    expectTypeOf<{ userAttributes: 7 }>().not.toExtend<FlagContext>();
  });
});
