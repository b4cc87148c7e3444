import type { FlagDefinition } from '../../lib/index.js';

/** A variant flag that serves Ada the modern theme and Bob the classic one, and nothing to users without an id. */
export const checkoutTheme = {
  type: 'variant',
  variants: [
    { name: 'classic', weight: 1 },
    { name: 'modern', weight: 1 },
  ],
  rules: [
    { when: { attribute: 'userId', op: 'equals', value: 'ada' }, serve: { variant: 'modern' } },
    { when: { attribute: 'userId', op: 'equals', value: 'bob' }, serve: { variant: 'classic' } },
  ],
} as const satisfies FlagDefinition;
