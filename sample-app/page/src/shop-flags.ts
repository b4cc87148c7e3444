import { useObjectFlagDetails } from '@openfeature/react-sdk';

/** The flags of the page that are on or off, each with what it decides. */
export const SWITCHES = {
  new_checkout: 'One-step checkout',
  'checkout/gift_wrap': 'Gift wrapping',
  express_checkout: 'Express checkout',
  beta_search: 'Search by meaning',
  black_friday_sale: 'Black Friday sale',
} as const;

export type Switch = keyof typeof SWITCHES;

export const THEME_FLAG = 'checkout_theme';
export const THEMES = ['classic', 'modern', 'bold'] as const;

export interface Theme {
  readonly name: string;
  readonly accent: string;
}

/** The variant of the theme experiment, and the color that is its value. */
export function useTheme(): Theme {
  const { value, variant } = useObjectFlagDetails(THEME_FLAG, { accent: '#1f4e79' });
  return { name: variant ?? 'classic', accent: value.accent };
}
