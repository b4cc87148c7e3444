import { expectTypeOf } from 'expect-type';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagReader,
  FlagValue,
  FlagVariant,
  RequireFlag,
  VariantHandler,
  type FlagEvaluation,
  type FlagKey,
  type FlagManager,
  type FlagRequirement,
} from 'nestjs-feature-flags';
import { createOverrideToken } from 'nestjs-feature-flags/core';
import {
  bucketOf,
  FeatureFlagsTestingModule,
  flagCombinations,
  stubFlags,
  withFlags,
  type TestFlags,
} from 'nestjs-feature-flags/testing';
import type { Limits } from './flag-types.js';

type Theme = 'classic' | 'modern';

export const key: FlagKey = 'new_checkout';
export const requirement: FlagRequirement = { flag: 'checkout_theme', variant: ['modern', 'classic'] };
export const gates = [
  FlagGuard('new_checkout'),
  FlagGuard({ any: ['new_checkout', { flag: 'checkout_theme', variant: 'modern' }] }, { not: 'new_checkout' }),
  FlagGuard({ flag: 'limits', variant: 'generous' }, { flag: 'anything', variant: ['a', 'b'] }),
  FlagInterceptor('new_checkout'),
  FeatureFlag('new_checkout'),
  RequireFlag({ all: ['new_checkout', 'checkout_theme'] }),
  FlagEnabled('new_checkout'),
  FlagVariant('checkout_theme', 'classic'),
  FlagVariant('checkout_theme'),
  FlagVariant('limits', 'generous'),
  FlagValue('page_size', 10),
  FlagValue('limits', { perDay: 5, regions: ['DE'] }),
  FlagDetails('new_checkout'),
];
export const flags = FeatureFlagsModule.forRoot({
  initialFlags: {
    new_checkout: { type: 'percentage', percentage: 10 },
    checkout_theme: {
      type: 'variant',
      variants: [
        { name: 'classic', weight: 50 },
        { name: 'modern', weight: 50 },
      ],
      defaultVariant: 'classic',
    },
    limits: { type: 'variant', variants: [{ name: 'generous', weight: 1, value: { perDay: 5, regions: [] } }] },
    anything: { type: 'variant', variants: [{ name: 'any', weight: 1 }] },
  },
});
export const feature = FeatureFlagsModule.forFeature({
  new_checkout: true,
  page_size: { type: 'custom', strategy: 's' },
});

export class Pages {
  @VariantHandler('checkout_theme', { classic: 'classicPage', modern: 'modernPage' }, { default: 'plainPage' })
  page(total: number): string {
    return `${total}`;
  }

  @VariantHandler(
    'anything',
    { red: 'classicPage', blue: 'modernPage' },
    { context: (total: number) => ({ userId: `${total}` }) },
  )
  anyPage(total: number): string {
    return `${total}`;
  }

  classicPage(total: number): string {
    return `classic ${total}`;
  }
  modernPage(): string {
    return 'modern';
  }
  plainPage(): string {
    return 'plain';
  }
}

export async function asks(manager: FlagManager, limits: Limits, theme: Theme): Promise<void> {
  expectTypeOf(manager.isEnabled('new_checkout')).toEqualTypeOf<boolean>();
  expectTypeOf(manager.getVariant('checkout_theme')).toEqualTypeOf<Theme | undefined>();
  expectTypeOf(manager.getVariant('checkout_theme', 'classic')).toEqualTypeOf<Theme>();
  expectTypeOf(manager.getVariant('limits', 'generous')).toEqualTypeOf<string>();
  expectTypeOf(manager.getVariant('new_checkout')).toEqualTypeOf<undefined>();
  expectTypeOf(manager.getValue('limits', limits)).toEqualTypeOf<Limits>();
  expectTypeOf(manager.getValue('limits', { perDay: 5, regions: [] })).toEqualTypeOf<Limits>();
  expectTypeOf(manager.getValue('page_size', 10)).toEqualTypeOf<10 | 20>();
  expectTypeOf(manager.getValue('checkout_theme', theme)).toEqualTypeOf<Theme>();
  expectTypeOf(manager.getValue('checkout_theme', 'modern')).toEqualTypeOf<Theme>();
  expectTypeOf(manager.getValue('new_checkout', false)).toEqualTypeOf<boolean>();
  expectTypeOf(manager.getValue('anything', 'text')).toEqualTypeOf<string>();
  expectTypeOf(manager.evaluateValue('limits', limits)).toEqualTypeOf<FlagEvaluation<Limits>>();
  expectTypeOf(manager.evaluateAllByKey().checkout_theme).toEqualTypeOf<FlagEvaluation | undefined>();

  const theming = manager.handle('checkout_theme');
  expectTypeOf(theming.key).toEqualTypeOf<'checkout_theme'>();
  expectTypeOf(theming.getVariant('classic')).toEqualTypeOf<Theme>();
  expectTypeOf(theming.getVariant()).toEqualTypeOf<Theme | undefined>();
  expectTypeOf(manager.handle('limits').getValue(limits)).toEqualTypeOf<Limits>();

  await manager.setOverride('new_checkout', true);
  await manager.setOverride('checkout_theme', 'modern');
  await manager.setOverride('checkout_theme', { variant: 'classic' });
  await manager.setOverride('limits', { value: limits });
  await manager.setOverride('limits', 'generous');
  await manager.setOverride('anything', { value: { any: ['thing'] } });
  await manager.schedule({ type: 'set_override', key: 'checkout_theme', serve: 'modern' }, '2027-01-01T00:00:00Z');
  await manager.schedule({ type: 'set_override', key: 'new_checkout', serve: { enabled: false } }, new Date());
  await manager.schedule({ type: 'delete_flag', key: 'limits', expectedVersion: 3 }, new Date());
  await manager.schedule({ type: 'delete_segment', key: 'vip' }, new Date());
}

export const token = createOverrideToken(
  { new_checkout: true, checkout_theme: 'modern', anything: { value: { any: ['thing'] } } },
  { secret: 's'.repeat(32), audience: 'shop' },
);

/** A manager is a reader, and a test fakes one with one method. */
export class FakeFlags extends FlagReader {
  evaluate(asked: FlagKey): FlagEvaluation {
    return { key: asked, enabled: true, variant: undefined, value: undefined, reason: 'enabled' };
  }
}
export function readerOf(manager: FlagManager): FlagReader {
  return manager;
}

export const tested: TestFlags = {
  new_checkout: true,
  checkout_theme: 'modern',
  limits: { value: { perDay: 5, regions: ['DE'] } },
  page_size: { value: 20 },
  anything: 'bold',
};
export const tests = [
  stubFlags(tested),
  withFlags({ checkout_theme: { variant: 'classic' } }, () => 'done'),
  flagCombinations(['new_checkout', 'checkout_theme']),
  flagCombinations({ checkout_theme: ['classic', false], page_size: [{ value: 10 }, { value: 20 }] }),
  FeatureFlagsTestingModule.forTest({
    flags: { new_checkout: { type: 'percentage', percentage: 10 }, checkout_theme: 'modern' },
  }),
  bucketOf('new_checkout', { userId: 'ada' }),
];
