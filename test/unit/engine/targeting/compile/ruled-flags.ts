import { compiled } from '../../compiled.js';

/** A variant flag with a default and a variant that is never drawn. */
export const theme = {
  type: 'variant',
  variants: [
    { name: 'light', weight: 1, value: { background: '#fff' } },
    { name: 'dark', weight: 1 },
    { name: 'sepia', weight: 0 },
  ],
  defaultVariant: 'light',
};

/** A boolean flag with these rules. */
export function checkout(rules: readonly object[], otherwise = false) {
  return compiled('checkout', { type: 'boolean', otherwise, rules });
}

/** {@link theme} with these rules. */
export function themed(rules: readonly object[]) {
  return compiled('theme', { ...theme, rules });
}
